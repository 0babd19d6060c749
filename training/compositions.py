"""Puts drawings on grounds, as the studio does: crops by chance for training, a fixed list of whole pictures for evaluation."""
import numpy as np
from PIL import Image

from workshop_paths import DATA

# Chance that a drawing of a set is taken, relative to its number of drawings: signs and weather icons teach little.
SET_WEIGHT = {'meteocons': 0.25, 'flat-color-icons': 0.5}
PRODUCT_COLOURS = (  # the plain grounds of the studio
    (232, 93, 93), (245, 168, 90), (248, 221, 114), (143, 206, 138), (143, 220, 220), (125, 182, 236),
    (180, 151, 224), (245, 179, 207), (169, 132, 106), (29, 29, 34), (185, 188, 194),
)


class Drawings:
    def __init__(self):
        self.pictures = np.load(DATA / 'drawings.npy', mmap_mode='r')
        self.scenes = np.load(DATA / 'scenes.npy', mmap_mode='r')
        self.held_out = np.load(DATA / 'held-out.npy')
        self.side = self.pictures.shape[1]


class TrainingCrops:
    """Endless crops; `next(self)` is u8[size, size, 3]."""

    def __init__(self, drawings: Drawings, *, size: int, seed: int, sets: list[str]):
        self.drawings, self.size = drawings, size
        self.random = np.random.default_rng(seed)
        self.usable = np.flatnonzero(~drawings.held_out)
        weight = np.array([SET_WEIGHT.get(sets[i], 1.0) for i in self.usable])
        self.cumulated = np.cumsum(weight / weight.sum())

    def __iter__(self):
        return self

    def __next__(self) -> np.ndarray:
        random, side, size = self.random, self.drawings.side, self.size
        box = (side - size) // 8 * 8
        corner_x, corner_y = (int(random.integers(0, box // 8 + 1)) * 8 for _ in range(2))
        canvas = self.ground(corner_x, corner_y)
        for _ in range(1 if random.random() < 0.7 else 2):
            scale = 1.0 if random.random() < 0.25 else random.uniform(0.4, 1.0)
            extent = side * scale
            # Anywhere that overlaps the crop: a crop of bare ground teaches nothing.
            low_x, high_x = max(0, corner_x - extent * 0.75), min(side - extent, corner_x + size - extent * 0.25)
            low_y, high_y = max(0, corner_y - extent * 0.75), min(side - extent, corner_y + size - extent * 0.25)
            x, y = random.uniform(low_x, max(low_x, high_x)), random.uniform(low_y, max(low_y, high_y))
            if scale == 1.0:
                x = y = 0
            picture = self.drawings.pictures[self.usable[min(np.searchsorted(self.cumulated, random.random()), len(self.usable) - 1)]]
            blend(canvas, picture, scale=scale, left=x - corner_x, top=y - corner_y, mirrored=random.random() < 0.5)
        if random.random() < 0.2:
            canvas = canvas[..., random.permutation(3)]
        if random.random() < 0.1:
            canvas = 255 - canvas
        return canvas

    def ground(self, corner_x: int, corner_y: int) -> np.ndarray:
        random, size = self.random, self.size
        kind = random.random()
        if kind < 0.4:
            return np.full((size, size, 3), 255, np.uint8)
        if kind < 0.6:
            colour = random.integers(0, 256, 3) if kind < 0.5 else PRODUCT_COLOURS[random.integers(len(PRODUCT_COLOURS))]
            return np.broadcast_to(np.array(colour, np.uint8), (size, size, 3)).copy()
        if kind < 0.64:
            return self.texture()
        scene = self.drawings.scenes[random.integers(len(self.drawings.scenes))]
        cut = scene[corner_y : corner_y + size, corner_x : corner_x + size]
        return np.array(cut[:, ::-1] if random.random() < 0.5 else cut)

    def texture(self) -> np.ndarray:
        """Cloudy noise of several octaves: the nearest to a photograph that can be had without one."""
        random, size = self.random, self.size
        total = np.zeros((size, size, 3), np.float32)
        for octave in range(2, 7):
            cells = min(size, 2**octave)
            noise = random.normal(size=(cells, cells, 3)).astype(np.float32)
            noise += 2 * noise.mean(2, keepdims=True)
            layers = [Image.fromarray(noise[..., c]).resize((size, size), Image.BICUBIC) for c in range(3)]
            total += np.stack(layers, -1) * 0.6**octave
        total = total / (total.std() + 1e-6) * random.uniform(15, 60) + random.uniform(60, 200, 3)
        return np.clip(total, 0, 255).astype(np.uint8)


def blend(canvas: np.ndarray, picture: np.ndarray, *, scale: float, left: float, top: float, mirrored: bool) -> None:
    """Draws the premultiplied `picture` at `scale` with its corner at left, top; only what falls on the canvas is computed."""
    side, (height, width) = picture.shape[0], canvas.shape[:2]
    if mirrored:
        picture = picture[:, ::-1]
    x0, y0 = max(0, int(np.ceil(left))), max(0, int(np.ceil(top)))
    x1, y1 = min(width, int(left + side * scale)), min(height, int(top + side * scale))
    if x1 <= x0 or y1 <= y0:
        return
    if scale == 1.0 and left == int(left) and top == int(top):
        patch = picture[y0 - int(top) : y1 - int(top), x0 - int(left) : x1 - int(left)]
    else:
        box = ((x0 - left) / scale, (y0 - top) / scale, (x1 - left) / scale, (y1 - top) / scale)
        # Four plain bands: Pillow must not undo and redo the premultiplying.
        patch = np.asarray(Image.fromarray(np.ascontiguousarray(picture), 'CMYK').resize((x1 - x0, y1 - y0), Image.BICUBIC, box=box))
    clear = 255 - patch[..., 3:].astype(np.uint16)
    part = canvas[y0:y1, x0:x1]
    part[:] = np.minimum(255, patch[..., :3] + (part * clear + 127) // 255)


def evaluation_pictures(drawings: Drawings, count: int) -> list[tuple[str, np.ndarray]]:
    """Whole pictures of held-out drawings, the same on every machine: a third on white, on colours, on scenes."""
    random = np.random.default_rng(20)
    held = random.permutation(np.flatnonzero(drawings.held_out))[:count]
    side, pictures = drawings.side, []
    for i, drawing in enumerate(held):
        kind = ('white', 'colour', 'scene')[i % 3]
        if kind == 'white':
            canvas, scale = np.full((side, side, 3), 255, np.uint8), 0.9
        elif kind == 'colour':
            canvas = np.broadcast_to(np.array(PRODUCT_COLOURS[random.integers(len(PRODUCT_COLOURS))], np.uint8), (side, side, 3)).copy()
            scale = random.uniform(0.6, 0.9)
        else:
            canvas, scale = np.array(drawings.scenes[random.integers(len(drawings.scenes))]), random.uniform(0.5, 0.8)
        room = side * (1 - scale)
        blend(canvas, drawings.pictures[drawing], scale=scale, left=random.uniform(0, room), top=random.uniform(0, room), mirrored=False)
        pictures.append((kind, canvas))
    return pictures
