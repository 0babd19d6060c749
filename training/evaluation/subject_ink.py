"""Finds what stands on the scene: the picture differs from its scene there. Cuts it out whole, in pieces and in halves."""
import numpy as np

DIFFERENCE = 0.12  # of the full range; less is the autoencoder's doing
SPECK = 0.004  # of the picture: smaller pieces are sparks, drops and shadows
CELL = 2  # pixels per cell of the coarse mask in which pieces are told apart


def ink_mask(picture: np.ndarray, scene: np.ndarray) -> np.ndarray:
    """bool[height, width]; holes are filled, for a white cat on a white sheet is more than its outline."""
    difference = np.abs(picture.astype(np.int16) - scene).max(2) > DIFFERENCE * 255
    height, width = difference.shape
    coarse = difference[: height // CELL * CELL, : width // CELL * CELL].reshape(height // CELL, CELL, width // CELL, CELL).mean((1, 3)) >= 0.5
    padded = np.pad(coarse, 1)
    outside = regions(~padded)
    filled = (outside != outside[0, 0])[1:-1, 1:-1]
    full = np.zeros(difference.shape, bool)
    full[: height // CELL * CELL, : width // CELL * CELL] = filled.repeat(CELL, 0).repeat(CELL, 1)
    return full


def regions(mask: np.ndarray) -> np.ndarray:
    """Numbers the connected cells of a mask, from 1; 0 elsewhere. Every cell takes the least number near it until nothing changes."""
    labels = np.where(mask, np.arange(1, mask.size + 1).reshape(mask.shape), 0)
    big = mask.size + 1
    while True:
        around = np.where(labels == 0, big, labels)
        # Runs along rows and columns at once: a few rounds do, however large the region.
        for axis in (0, 1):
            for flip in (False, True):
                line = np.flip(around, axis) if flip else around
                line = running_minimum(line, axis, big)
                around = np.flip(line, axis) if flip else line
        around = np.where(mask, around, 0)
        if np.array_equal(around, labels):
            return labels
        labels = around


def running_minimum(values: np.ndarray, axis: int, wall: int) -> np.ndarray:
    """The least value since the last wall, walking along one axis."""
    values = np.moveaxis(values, axis, 0).copy()
    for i in range(1, len(values)):
        open_way = (values[i] != wall) & (values[i - 1] != wall)
        values[i] = np.where(open_way, np.minimum(values[i], values[i - 1]), values[i])
    return np.moveaxis(values, 0, axis)


def pieces(mask: np.ndarray) -> list[np.ndarray]:
    """Connected parts, largest first, specks left out."""
    coarse = mask[::CELL, ::CELL]
    labels = regions(coarse)
    found = []
    for number in np.unique(labels[labels > 0]):
        part = labels == number
        if part.mean() >= SPECK:
            found.append(part.repeat(CELL, 0).repeat(CELL, 1)[: mask.shape[0], : mask.shape[1]])
    return sorted(found, key=lambda part: -part.sum())


def halves(mask: np.ndarray) -> list[np.ndarray]:
    """Left and right of the emptiest column in the middle of the ink."""
    columns = np.flatnonzero(mask.any(0))
    if len(columns) < 8:
        return []
    low, high = columns[0], columns[-1] + 1
    middle = slice(low + (high - low) * 3 // 10, low + (high - low) * 7 // 10)
    cut = middle.start + int(mask[:, middle].sum(0).argmin())
    at = np.arange(mask.shape[1])
    return [mask & (at < cut), mask & (at >= cut)]


def crop(picture: np.ndarray, mask: np.ndarray, margin: float = 0.06) -> np.ndarray | None:
    """A square around the ink, as far as the picture reaches; beyond it, its border is repeated."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if len(rows) == 0:
        return None
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    side = int(max(bottom - top, right - left) * (1 + 2 * margin))
    y, x = (top + bottom - side) // 2, (left + right - side) // 2
    at_rows = np.clip(np.arange(y, y + side), 0, picture.shape[0] - 1)
    at_columns = np.clip(np.arange(x, x + side), 0, picture.shape[1] - 1)
    return picture[at_rows][:, at_columns]


def shrunk(mask: np.ndarray, by: int) -> np.ndarray:
    """The mask without its rim, where colours of scene and subject mix."""
    for _ in range(by):
        padded = np.pad(mask, 1)
        mask = mask & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return mask
