"""Says whether a patch of picture has a colour of a given name. Neighbouring names overlap, as they do for people."""
import numpy as np

# Hue in degrees from, to; from above to wraps round through red.
SECTORS = {
    'red': (345, 18), 'orange': (12, 48), 'yellow': (40, 72), 'green': (66, 172), 'cyan': (160, 206),
    'blue': (188, 262), 'purple': (250, 312), 'pink': (295, 352), 'brown': (5, 50),
}
ENOUGH_OF_COLOURED = 0.5  # share of the coloured ink that must have the hue
ENOUGH_COLOURED = 0.2  # share of the ink that must be coloured at all
ENOUGH_GREY = 0.5  # share of the ink for black, gray and white


def has_colour(pixels: np.ndarray, name: str) -> bool:
    """pixels: u8[n, 3]"""
    if len(pixels) == 0:
        return False
    hue, saturation, value = hsv(pixels)
    chroma = saturation * value
    coloured = (chroma > 0.15) & (saturation > 0.2)
    if name == 'black':
        return (value < 0.4)[chroma < 0.25].sum() >= ENOUGH_GREY * len(pixels)
    if name == 'white':
        return ((value > 0.8) & (chroma < 0.18)).mean() >= ENOUGH_GREY
    if name == 'gray':
        return ((value > 0.3) & (value < 0.92) & (chroma < 0.15)).mean() >= ENOUGH_GREY
    if coloured.mean() < ENOUGH_COLOURED:
        return False
    low, high = SECTORS[name]
    inside = (hue >= low) & (hue < high) if low < high else (hue >= low) | (hue < high)
    if name == 'pink':  # pale red is pink too
        inside |= ((hue >= 330) | (hue < 20)) & (saturation < 0.6) & (value > 0.75)
    if name == 'brown':
        inside &= value < 0.78
    elif name in ('red', 'orange'):
        inside &= (value > 0.45) | (saturation > 0.8)
    return inside[coloured].mean() >= ENOUGH_OF_COLOURED


def hsv(pixels: np.ndarray):
    """Hue in degrees, saturation and value in 0..1."""
    red, green, blue = (pixels.astype(np.float32) / 255).T
    high, low = np.maximum(np.maximum(red, green), blue), np.minimum(np.minimum(red, green), blue)
    chroma = np.maximum(high - low, 1e-6)
    hue = np.where(high == red, (green - blue) / chroma % 6, np.where(high == green, (blue - red) / chroma + 2, (red - green) / chroma + 4)) * 60
    return hue % 360, (high - low) / np.maximum(high, 1e-6), high
