"""Measures how near a picture is to another: PSNR over all of it, and over the pixels beside an edge of the original."""
import numpy as np

EDGE = 24  # a step of so many levels between neighbours
REACH = 2  # pixels around it that count as edge


def to_levels(planes: np.ndarray) -> np.ndarray:
    """-1..1 -> 0..255 as a PNG would hold it; this rounding belongs to the measurement."""
    return np.rint(np.clip(planes * 127.5 + 127.5, 0, 255))


def psnr(guess: np.ndarray, original: np.ndarray, where: np.ndarray | None = None) -> float:
    """@param guess f32[H, W, 3] in -1..1; @param original u8[H, W, 3]; @param where bool[H, W]"""
    error = (to_levels(guess) - original.astype(np.float64)) ** 2
    mean = error.mean() if where is None else error[where].mean()
    return float(10 * np.log10(255**2 / max(mean, 1e-3)))


def edges(original: np.ndarray) -> np.ndarray:
    levels = original.astype(np.int16)
    found = np.zeros(levels.shape[:2], bool)
    found[:, 1:] |= np.abs(np.diff(levels, axis=1)).max(2) > EDGE
    found[1:] |= np.abs(np.diff(levels, axis=0)).max(2) > EDGE
    for axis in (0, 1):
        spread = found.copy()
        for shift in range(-REACH, REACH + 1):
            spread |= np.roll(found, shift, axis)
        found = spread
    return found
