"""The faults of the exemplar sampler, made by chance: latents of drawings that lie over each other, recombined patch by patch.

Shapes: K drawings of one subject in one place, latents f32[B, K, 8, 32, 32], of which `present` bool[B, K] are real."""
import torch

CELLS = (3, 4, 6, 8, 11, 16)
BLOCKY = 0.3
SHIFTED = 0.3


def mixtures(latents: torch.Tensor, present: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """@returns f32[B, 8, 32, 32]; at every place the shares of the drawings sum to one"""
    shifted = torch.stack([shift(part, generator) for part in latents.unbind(1)], 1)
    return (shifted * shares(present, latents.shape[-2:], generator)[:, :, None]).sum(1)


def shares(present: torch.Tensor, size, generator: torch.Generator) -> torch.Tensor:
    """f32[B, K, h, w], whose sum over K is one. Each drawing wins where a random landscape of its own is highest: many small
    patches or few large ones, one drawing leading or all alike, seams hard or soft, round or square."""
    batch, count = present.shape

    def uniform(low, high):
        return low + (high - low) * torch.rand(batch, 1, 1, 1, generator=generator, device=present.device)

    cells = CELLS[int(torch.randint(len(CELLS), (), generator=generator, device=present.device))]
    landscape = torch.randn(batch, count, cells, cells, generator=generator, device=present.device)
    if torch.rand((), generator=generator, device=present.device) < BLOCKY:
        landscape = torch.nn.functional.interpolate(landscape, size=tuple(size), mode='nearest')
    else:
        landscape = torch.nn.functional.interpolate(landscape, size=tuple(size), mode='bilinear', align_corners=False)
    lead = torch.randn(batch, count, 1, 1, generator=generator, device=present.device) * uniform(0, 1)
    sharpness = torch.exp(uniform(0.7, 3.5))
    logits = (landscape + lead) * sharpness
    return torch.softmax(logits.masked_fill(~present[:, :, None, None], float('-inf')), 1)


def shift(latents: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """By at most one place each way, as the sampler looks for patches; the edge is repeated."""
    if torch.rand((), generator=generator, device=latents.device) >= SHIFTED:
        return latents
    height, width = latents.shape[-2:]
    down, right = (int(torch.randint(0, 3, (), generator=generator, device=latents.device)) for _ in range(2))
    return torch.nn.functional.pad(latents, (1, 1, 1, 1), mode='replicate')[..., down : down + height, right : right + width]


def nearest(mixture: torch.Tensor, latents: torch.Tensor, present: torch.Tensor) -> torch.Tensor:
    """The drawing f32[B, 8, h, w] that differs least from the mixture."""
    distance = (latents - mixture[:, None]).square().mean((2, 3, 4)).masked_fill(~present, float('inf'))
    return latents[torch.arange(len(latents), device=latents.device), distance.argmin(1)]


def noised(clean: torch.Tensor, noise: torch.Tensor, noise_level: torch.Tensor) -> torch.Tensor:
    """The rectified flow's straight line from picture (0) to noise (1)."""
    level = noise_level.view(-1, 1, 1, 1)
    return (1 - level) * clean + level * noise
