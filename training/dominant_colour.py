"""Names the colour that most of a drawing has, because labels never say it."""
import numpy as np

HUES = ((15, 'red'), (42, 'orange'), (68, 'yellow'), (165, 'green'), (198, 'cyan'), (258, 'blue'), (295, 'purple'), (342, 'pink'), (361, 'red'))
ENOUGH = 0.5  # share of the ink that must agree


def dominant_colour(rgba: np.ndarray) -> str | None:
    ink = rgba[rgba[..., 3] > 128][:, :3].astype(np.float32) / 255
    if len(ink) == 0:
        return None
    high, low = ink.max(1), ink.min(1)
    chroma = high - low
    saturation = chroma / np.maximum(high, 1e-6)
    names = np.empty(len(ink), dtype='U8')
    red, green, blue = ink.T
    safe = np.maximum(chroma, 1e-6)
    hue = np.where(high == red, (green - blue) / safe % 6, np.where(high == green, (blue - red) / safe + 2, (red - green) / safe + 4)) * 60
    start = 0
    for end, name in HUES:
        names[(hue >= start) & (hue < end)] = name
        start = end
    warm = (hue >= 10) & (hue < 45)
    names[warm & (high < 0.65) & (saturation > 0.25)] = 'brown'
    gray = (saturation < 0.15) | (chroma < 0.08)
    names[gray] = 'gray'
    names[gray & (high > 0.88)] = 'white'
    names[high < 0.2] = 'black'
    found, counts = np.unique(names, return_counts=True)
    best = counts.argmax()
    return str(found[best]) if counts[best] / len(ink) >= ENOUGH else None
