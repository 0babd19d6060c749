"""A small convolutional U-Net over latents. Told nothing else it is the refiner; told words and exemplars it is the challenger."""
import math

import torch
from torch import nn

TIME_FEATURES = 64


class Denoiser(nn.Module):
    """f32[B, 8, h, w] at noise level t -> the guess of the clean latents; h and w are multiples of 1, any aspect.

    It returns the clean latents and not the velocity because near t = 0 a mixture still has to be moved, and a velocity that
    moves it would be infinite. The velocity is (sample - clean) / t.
    """

    def __init__(self, *, channels=8, widths=(64, 96, 160), blocks=2, guides=0, word_size=0):
        """@param guides channels of pictures laid beside the sample  @param word_size length of a word's vector, 0 for no words"""
        super().__init__()
        self.settings = {'channels': channels, 'widths': list(widths), 'blocks': blocks, 'guides': guides, 'word_size': word_size}
        self.channels = channels
        told = 4 * widths[0]
        self.time = nn.Sequential(nn.Linear(TIME_FEATURES, told), nn.SiLU(), nn.Linear(told, told), nn.SiLU())
        self.register_buffer('frequencies', torch.exp(torch.linspace(0, math.log(200), TIME_FEATURES // 2)), persistent=False)
        self.enter = nn.Conv2d(channels + guides, widths[0], 3, padding=1)
        self.down, self.up = nn.ModuleList(), nn.ModuleList()
        for i, width in enumerate(widths):
            reads = word_size if i > 0 else 0  # words at the lower resolutions only: attention is dear where pixels are many
            attends = i == len(widths) - 1
            self.down.append(nn.ModuleDict({
                'shrink': nn.Conv2d(widths[i - 1], width, 2, stride=2) if i > 0 else nn.Identity(),
                'body': Stage(width, blocks, told, reads=reads, attends=attends),
            }))
            if i < len(widths) - 1:
                self.up.insert(0, nn.ModuleDict({
                    'grow': nn.Conv2d(widths[i + 1], 4 * width, 1),
                    'join': nn.Conv2d(2 * width, width, 1),
                    'body': Stage(width, blocks, told, reads=reads, attends=False),
                }))
        self.leave = nn.Conv2d(widths[0], channels, 3, padding=1)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(self, sample, noise_level, guides=None, words=None):
        """@param noise_level f32[B]  @param guides f32[B, guides, h, w]  @param words f32[B, length, word_size], rows of zeros say nothing"""
        angles = noise_level.view(-1, 1) * self.frequencies
        told = self.time(torch.cat([angles.sin(), angles.cos()], 1))
        height, width = sample.shape[2], sample.shape[3]
        x = sample if guides is None else torch.cat([sample, guides], 1)
        # Two halvings need a multiple of four; the edge is repeated, since zeros would be a grey frame.
        x = nn.functional.pad(x, (0, (-width) % 4, 0, (-height) % 4), mode='replicate')
        x = self.enter(x)
        kept = []
        for level in self.down:
            x = level['body'](level['shrink'](x), told, words)
            kept.append(x)
        kept.pop()
        for level in self.up:
            x = nn.functional.pixel_shuffle(level['grow'](x), 2)
            x = level['body'](level['join'](torch.cat([x, kept.pop()], 1)), told, words)
        change = self.leave(torch.relu(level_size(x)))[:, :, :height, :width]
        return sample + change.float()


class Stage(nn.Module):
    def __init__(self, width, blocks, told, *, reads, attends):
        super().__init__()
        self.blocks = nn.ModuleList(Residual(width, told) for _ in range(blocks))
        self.attention = Attention(width, reads, own=attends) if reads or attends else None

    def forward(self, x, told, words):
        for i, block in enumerate(self.blocks):
            x = block(x, told)
            if i == 0 and self.attention is not None:
                x = self.attention(x, words)
        return x


class Residual(nn.Module):
    def __init__(self, width: int, told: int):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        self.tell = nn.Linear(told, 2 * width)
        for part in (self.second, self.tell):  # identity at the start
            nn.init.zeros_(part.weight)
            nn.init.zeros_(part.bias)

    def forward(self, x, told):
        scale, shift = self.tell(told)[:, :, None, None].chunk(2, 1)
        h = self.first(torch.addcmul(shift, level_size(x), 1 + scale))
        return x + self.second(torch.relu(h))


class Attention(nn.Module):
    """Every place looks at all places, if `own`, and at the words."""

    def __init__(self, width: int, word_size: int, *, own: bool, heads: int = 4):
        super().__init__()
        self.heads, self.own = heads, own
        self.ask = nn.Conv2d(width, width, 1)
        self.places = nn.Conv2d(width, 2 * width, 1) if own else None
        self.words = nn.Linear(word_size, 2 * width) if word_size else None
        # Something to look at when there are no words, so that no mask is needed.
        self.nothing = nn.Parameter(torch.zeros(1, 1, 2 * width))
        self.answer = nn.Conv2d(width, width, 1)
        nn.init.zeros_(self.answer.weight)
        nn.init.zeros_(self.answer.bias)

    def forward(self, x, words):
        batch, width, rows, columns = x.shape
        h = level_size(x)
        seen = [self.nothing.to(h.dtype).expand(batch, -1, -1)]
        if self.places is not None:
            seen.append(self.places(h).flatten(2).transpose(1, 2))
        if self.words is not None and words is not None:
            seen.append(self.words(words).to(h.dtype))
        keys, values = self.split(torch.cat(seen, 1), 2)
        [asked] = self.split(self.ask(h).flatten(2).transpose(1, 2), 1)
        weights = torch.softmax(asked @ keys.transpose(2, 3) / math.sqrt(width // self.heads), -1)
        found = (weights @ values).transpose(2, 3).reshape(batch, width, rows, columns)
        return x + self.answer(found)

    def split(self, x, parts):
        batch, length, width = x.shape
        per_head = width // parts // self.heads
        return [part.reshape(batch, length, self.heads, per_head).transpose(1, 2) for part in x.chunk(parts, 2)]


def level_size(x):
    """Every place on its own at unit size: statistics over the picture would tie the net to the shapes it was trained on."""
    return nn.functional.layer_norm(x.permute(0, 2, 3, 1), (int(x.shape[1]),)).permute(0, 3, 1, 2)
