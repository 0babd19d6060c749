"""The autoencoder: factor 8, 8 latent channels, no norms and no attention, so what a latent says is local and cheap to compute."""
import torch
from torch import nn

CHANNELS = 8
FACTOR = 8


class Residual(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        with torch.no_grad():  # near identity at the start: there is no norm to tame a deep sum
            self.second.weight.mul_(0.1)
            self.second.bias.zero_()

    def forward(self, x):
        return x + self.second(torch.relu(self.first(x)))


class Encoder(nn.Module):
    def __init__(self, quarter=(64, 1), eighth=(128, 3)):
        super().__init__()
        self.body = nn.Sequential(
            nn.PixelUnshuffle(4),
            nn.Conv2d(48, quarter[0], 3, padding=1),
            *(Residual(quarter[0]) for _ in range(quarter[1])),
            nn.Conv2d(quarter[0], eighth[0], 2, stride=2),
            *(Residual(eighth[0]) for _ in range(eighth[1])),
        )
        self.out = nn.Conv2d(eighth[0], CHANNELS, 1)

    def forward(self, x):
        return self.out(self.body(x).float())


class Decoder(nn.Module):
    """The last two octaves are one convolution and a shuffle: nothing ever runs at full resolution."""

    def __init__(self, eighth=(144, 4), quarter=(96, 2), half=(48, 1)):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(CHANNELS, eighth[0], 3, padding=1),
            *(Residual(eighth[0]) for _ in range(eighth[1])),
            nn.Conv2d(eighth[0], 4 * quarter[0], 1),
            nn.PixelShuffle(2),
            *(Residual(quarter[0]) for _ in range(quarter[1])),
            nn.Conv2d(quarter[0], 4 * half[0], 1),
            nn.PixelShuffle(2),
            *(Residual(half[0]) for _ in range(half[1])),
        )
        self.out = nn.Conv2d(half[0], 12, 3, padding=1)

    def forward(self, latents):
        return nn.functional.pixel_shuffle(self.out(self.body(latents).float()), 2)


class Autoencoder(nn.Module):
    """Latents are held at unit variance by running statistics, so that the noise added to them in training means something.

    Two demands come from the sampler, which recombines latents of many pictures: a latent alone tells the mean colour of
    its pixels (`preview`, linear), and latents of two pictures side by side decode to the two pictures side by side (`mixing`).
    """

    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder()
        self.scale = nn.BatchNorm2d(CHANNELS, affine=False, momentum=0.02)
        self.preview = nn.Conv2d(CHANNELS, 3, 1)

    def encode(self, pictures):
        """f32[B, 3, H, W] in -1..1 -> f32[B, 8, H/8, W/8] of unit variance."""
        return self.scale(self.encoder(pictures))

    def decode(self, latents):
        return self.decoder(latents)

    def forward(self, pictures, noise=0.0, mixing=None):
        """@param noise a number, or f32[B, 1, 1, 1]: how far each picture's latents are disturbed
        @param mixing bool[B, 1, H/8, W/8]: where latents are taken from the next picture instead
        @returns the decoded pictures, and the colours f32[B, 3, H/8, W/8] read off the latents as encoded
        """
        latents = self.encode(pictures)
        colours = self.preview(latents)
        if mixing is not None:
            latents = torch.where(mixing, latents.roll(-1, 0), latents)
        if self.training:
            latents = latents + torch.randn_like(latents) * noise
        return self.decode(latents), colours
