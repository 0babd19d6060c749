"""What record-mixtures.ts wrote: for each drawn picture the latents of its scene, its exemplars and what the sampler made of them."""
import hashlib
import json
from pathlib import Path

import numpy as np
import torch

SHAPE = (8, 32, 32)
MOST = 6  # exemplars of one picture; a bank may hold fewer, never more


def is_held_out(label: str) -> bool:
    """As unpack_drawings.py holds labels out, so that the refiner too is judged on drawings the autoencoder never saw."""
    return hashlib.sha256(label.encode()).digest()[0] % 20 == 0


class RecordedMixtures:
    def __init__(self, folder: Path):
        lines = [json.loads(line) for line in (folder / 'mixtures.jsonl').read_text().splitlines()]
        size = int(np.prod(SHAPE))
        self.latents = np.memmap(folder / 'mixtures.f16', np.float16, 'r').reshape(-1, *SHAPE) if lines else np.zeros((0, *SHAPE), np.float16)
        self.count = np.array([line['exemplars'] for line in lines])
        # `next` is where the following record begins, in bytes; a record is scene, exemplars, mixture.
        self.first = np.array([line['next'] // (2 * size) for line in lines]) - self.count - 1
        held_out = np.array([is_held_out(line['label']) for line in lines], bool)
        self.held_out = np.flatnonzero(held_out & (self.count > 1))
        self.learned = np.flatnonzero(~held_out)

    def take(self, chosen: np.ndarray, device='cpu') -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """@returns exemplars f32[B, MOST, 8, 32, 32], which of them are real bool[B, MOST], the sampler's mixture f32[B, 8, 32, 32]"""
        places = np.arange(MOST)[None, :]
        count = np.minimum(self.count[chosen], MOST)[:, None]
        rows = self.first[chosen][:, None] + np.minimum(places, count - 1)
        exemplars = torch.from_numpy(self.latents[rows.ravel()].reshape(len(chosen), MOST, *SHAPE)).to(device).float()
        mixture = torch.from_numpy(self.latents[self.first[chosen] + self.count[chosen]]).to(device).float()
        return exemplars, torch.from_numpy(places < count).to(device), mixture
