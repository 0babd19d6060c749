"""Draws a sheet with the challenger: a row for each prompt, a seed for each column, nothing picked, words alone or with guides."""
import argparse
import re
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from captioned_pictures import GUIDES, STYLES, Words
from denoiser import Denoiser
from export_autoencoder import open_graph
from workshop_paths import RUNS, SHIPPED_MODEL

PROMPTS = (
    'red apple', 'cat, flat', 'dog on the grass', 'house in the snow at night', 'fish underwater', 'rocket in space',
    'star on a blue background', 'car in the city', 'tree at sunset', 'lemon and cherries', 'grinning face', 'umbrella in the rain',
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--run', default='challenger')
    parser.add_argument('--out', type=Path, default=RUNS / 'challenger.png')
    parser.add_argument('--seeds', type=int, default=4)
    parser.add_argument('--steps', type=int, default=20)
    parser.add_argument('--guidance', type=float, default=3)
    options = parser.parse_args()
    torch.set_num_threads(1)
    state = torch.load(RUNS / options.run / 'weights.pt', map_location='cpu', weights_only=True)
    model = Denoiser(**state['settings'])
    model.load_state_dict({name: value.float() for name, value in state['average'].items()})
    decoder = open_graph(SHIPPED_MODEL / 'vae_decoder' / 'model.onnx')
    words, rows = Words(), []
    for prompt in PROMPTS:
        told = torch.from_numpy(words.rows(caption_of(prompt)))[None].repeat(options.seeds, 1, 1)
        noise = torch.randn(options.seeds, 8, 32, 32, generator=torch.Generator().manual_seed(910_000))
        latents = walk(model.eval(), noise, told, steps=options.steps, guidance=options.guidance)
        [pictures] = decoder.run(None, {'latent_sample': latents.numpy()})
        rows.append(np.concatenate(list(pictures), 2))
    sheet = np.concatenate(rows, 1).transpose(1, 2, 0)
    Image.fromarray((sheet.clip(-1, 1) * 127.5 + 127.5).round().astype(np.uint8)).save(options.out)
    print(f'{options.out}, after {state["seen"]} samples')


@torch.no_grad()
def walk(model, noise, words, *, steps: int, guidance: float, shift: float = 1.5) -> torch.Tensor:
    """Euler's way from noise to latents; guidance goes from what no words give towards what these give."""
    times = torch.linspace(1, 0, steps + 1)
    levels = shift * times / (1 + (shift - 1) * times)
    current, guides = noise, torch.zeros(len(noise), GUIDES, *noise.shape[2:])
    for level, following in zip(levels[:-1], levels[1:], strict=True):
        at = level.expand(len(noise))
        told, silent = model(current, at, guides, words), model(current, at, guides, torch.zeros_like(words))
        clean = silent + guidance * (told - silent)
        current = clean + (current - clean) * (following / level)
    return current


def caption_of(prompt: str) -> list:
    """Words from the first preposition on are of the scene."""
    caption, place = [], False
    for word in re.findall(r'[a-z0-9]+', prompt.lower()):
        place = place or word in ('on', 'in', 'at', 'underwater')
        caption.append((None, word) if word in STYLES else (word, 'scene' if place else None))
    return caption


if __name__ == '__main__':
    main()
