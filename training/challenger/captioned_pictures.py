"""Captioned pictures for the challenger, made without end where it is trained: drawings of the shipped bank set on recorded scenes, encoded.

Everything is tensors on one device, so that a GPU never waits for pictures. It reads what ships and what record-scenes.ts wrote, no more."""
import io
import json
import re
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from autoencoder import Encoder
from export_autoencoder import ExportedEncoder
from workshop_paths import SHIPPED_MODEL

SIDE = 256
LENGTH = 16  # words of a caption
STYLES = ('noto', 'blob', '3d', 'flat', 'cartoon', 'glossy')
VECTOR = 100
WORD_SIZE = VECTOR + len(STYLES) + 1  # the last says "this is of the scene"
FELLOWS = 2
GUIDES = 16  # channels: the nearest fellow, the mean of all
ALONE, PAIR, SILENT, UNGUIDED = 0.35, 0.2, 0.1, 0.4


class CaptionedPictures:
    """`batch` makes latents f32[B, 8, 32, 32], guides f32[B, 16, 32, 32] and words f32[B, 16, 107]; rows and guides of zeros say nothing."""

    def __init__(self, scenes: Path, *, model: Path = SHIPPED_MODEL, device='cpu', most: int | None = None):
        self.device = torch.device(device)
        bank = json.loads((model / 'exemplars.json').read_text())
        self.items = bank['items'][:most]
        pack = (model / 'exemplars.bin').read_bytes()
        self.drawings = torch.stack([premultiplied(pack[item['o'] : item['o'] + item['n']]) for item in self.items]).to(self.device)
        self.scenes = json.loads((scenes / 'scenes.json').read_text())
        stock = (scenes / 'scenes.bin').read_bytes()
        self.grounds = torch.stack([opaque(stock[scene['at'] : scene['at'] + scene['size']]) for scene in self.scenes]).to(self.device)
        self.encoder = shipped_encoder(model).to(self.device, memory_format=torch.channels_last)
        self.words = Words(model)
        alike = {}
        for i, item in enumerate(self.items):
            alike.setdefault(item['label'], []).append(i)
        self.alike = [alike[item['label']] for item in self.items]

    @torch.no_grad()
    def batch(self, count: int, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        # The seed, not a number drawn from it: to read one would wait until the GPU has finished what it was given before.
        random = np.random.default_rng(generator.initial_seed() % 2**63)
        plans = [self.plan(random) for _ in range(count)]
        pictures = self.compose([plan['rows'][row] for row in range(1 + FELLOWS) for plan in plans], [plan['scene'] for plan in plans] * (1 + FELLOWS))
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            latents = self.encoder(pictures.contiguous(memory_format=torch.channels_last)).float()
        clean, *fellows = latents.split(count)
        fellows = torch.stack(fellows, 1)
        nearest = (fellows - clean[:, None]).square().mean((2, 3, 4)).argmin(1)
        guides = torch.cat([fellows[torch.arange(count, device=self.device), nearest], fellows.mean(1)], 1)
        guides = guides * torch.tensor([not plan['unguided'] for plan in plans], device=self.device).view(-1, 1, 1, 1)
        words = torch.from_numpy(np.stack([self.words.rows(plan['caption']) for plan in plans])).to(self.device)
        return clean, guides, words

    def plan(self, random: np.random.Generator) -> dict:
        """Which drawings where, for the picture and for its fellows, and the words that say so."""
        alone = random.random() < ALONE
        scene = None if alone else int(random.integers(len(self.scenes)))
        ground = None if alone else self.scenes[scene]['ground']
        count = 2 if random.random() < PAIR else 1
        rows, words, lonely = [[] for _ in range(1 + FELLOWS)], [], False
        for thing in range(count):
            chosen = int(random.integers(len(self.items)))
            item, alike = self.items[chosen], self.alike[chosen]
            size = random.uniform(0.5, 0.92) / (1 if count == 1 else 1.7)
            middle = random.uniform(0.46, 0.54) if count == 1 else (0.27, 0.73)[thing]
            foot = 0.5 + size / 2 if ground is None else min(1, ground + random.uniform(-0.03, 0.05))
            mirrored = random.random() < 0.5 and item['cat'] in ('Animals & Nature', 'Food & Drink', 'Nature', 'Food')
            place = (middle, foot - size / 2, size, mirrored)
            rows[0].append((chosen, *place))
            # A drawing of which there is no other would be told what it is to draw.
            others = [i for i in alike if i != chosen]
            lonely = lonely or not others
            for fellow in range(FELLOWS):
                rows[1 + fellow].append((int(random.choice(others or alike)), *place))
            if thing == 1:
                words.append(('and', None))
            if item['color'] and random.random() < 0.3:
                words.append((item['color'], None))
            words += [(word, None) for word in word_list(item['label'])]
            if random.random() < 0.6:
                words.append((None, item['style']))
        if scene is not None:
            words += [(word, 'scene') for word in word_list(self.scenes[scene]['words'])]
        silent = random.random() < SILENT
        return {'rows': rows, 'scene': scene, 'caption': [] if silent else words, 'unguided': random.random() < UNGUIDED or lonely}

    def compose(self, rows: list, scenes: list) -> torch.Tensor:
        """f32[B, 3, 256, 256] in -1..1; a scene of None is a white sheet."""
        canvas = torch.ones(len(rows), 3, SIDE, SIDE, device=self.device)
        on = [i for i, scene in enumerate(scenes) if scene is not None]
        if on:
            canvas[on] = self.grounds[[scenes[i] for i in on]].float() / 255
        for thing in range(max(len(row) for row in rows)):
            drawn = [i for i, row in enumerate(rows) if len(row) > thing]
            placed = [rows[i][thing] for i in drawn]
            # Where a pixel of the canvas lies in the drawing, both in -1..1.
            matrix = torch.tensor([
                [[(-1 if mirrored else 1) / size, 0, -(2 * x - 1) / size * (-1 if mirrored else 1)], [0, 1 / size, -(2 * y - 1) / size]]
                for _, x, y, size, mirrored in placed
            ], dtype=torch.float32, device=self.device)
            grid = torch.nn.functional.affine_grid(matrix, (len(placed), 4, SIDE, SIDE), align_corners=False)
            source = self.drawings[[drawing for drawing, *_ in placed]].float() / 255
            layer = torch.nn.functional.grid_sample(source, grid, mode='bilinear', padding_mode='zeros', align_corners=False)
            canvas[drawn] = layer[:, :3] + canvas[drawn] * (1 - layer[:, 3:])
        return canvas.clamp(0, 1) * 2 - 1


class Words:
    """Captions as rows: the frozen vector of a word, or the mark of a style, which are names and mean something else elsewhere."""

    def __init__(self, model: Path = SHIPPED_MODEL):
        known = json.loads((model / 'words.json').read_text())
        self.row = {word: i for i, word in enumerate(known) if i > 1}
        vectors = np.fromfile(model / 'words.f16', np.float16).reshape(len(known), -1)[:, :VECTOR].astype(np.float32)
        self.vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6) * VECTOR**0.5 / 3

    def rows(self, caption: list) -> np.ndarray:
        """@param caption pairs of a word or None, and a style, 'scene' or None"""
        rows = np.zeros((LENGTH, WORD_SIZE), np.float32)
        for at, (word, kind) in enumerate(caption[:LENGTH]):
            if kind in STYLES:
                rows[at, VECTOR + STYLES.index(kind)] = 1
            elif word in self.row:
                rows[at, :VECTOR] = self.vectors[self.row[word]]
            rows[at, -1] = kind == 'scene'
        return rows


def word_list(text: str) -> list[str]:
    return re.findall(r'[a-z0-9]+', text.lower())


def premultiplied(webp: bytes) -> torch.Tensor:
    """u8[4, side, side]; composited otherwise, a rim of the colour of clear pixels appears."""
    picture = np.asarray(Image.open(io.BytesIO(webp)).convert('RGBA')).astype(np.uint16)
    picture[..., :3] = (picture[..., :3] * picture[..., 3:] + 127) // 255
    return torch.from_numpy(picture.astype(np.uint8)).permute(2, 0, 1).contiguous()


def opaque(webp: bytes) -> torch.Tensor:
    return torch.from_numpy(np.array(Image.open(io.BytesIO(webp)).convert('RGB'))).permute(2, 0, 1).contiguous()


def shipped_encoder(model: Path = SHIPPED_MODEL) -> torch.nn.Module:
    """The graph that ships, as torch: what the challenger draws must fit its decoder, not that of some run."""
    graph = onnx.load(model / 'vae_encoder' / 'model.onnx').graph
    weights = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
    encoder = ExportedEncoder(Encoder(), torch.zeros(8), torch.ones(8))
    encoder.load_state_dict(weights)
    return encoder.eval().requires_grad_(False)
