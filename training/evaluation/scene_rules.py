"""Reads place, hour and ground colour from the border of a picture, where the subject does not reach."""
import numpy as np

from colour_names import hsv

# What the ground of a place looks like by day, and what the hours do to it.
GROUNDS = {'grass': (90, 168, 76), 'beach': (236, 212, 156), 'desert': (213, 152, 85), 'snow': (246, 250, 255), 'sea': (47, 121, 187)}
LIGHTS = {'day': ((255, 255, 255), 0.0), 'night': ((11, 18, 56), 0.7), 'sunset': ((180, 71, 47), 0.4)}
WATER = (63, 151, 214)
EVEN = 6.0  # a plain ground varies by less, of 255


def read_scene(picture: np.ndarray, ink: np.ndarray) -> dict:
    """Returns place and time as words, and for a plain ground its colour as pixels."""
    height, width = ink.shape
    free = ~ink

    def band(top: float, bottom: float, edge: float = 0.5) -> np.ndarray:
        """Free pixels between two heights; `edge` keeps only so much from either side."""
        part = free.copy()
        part[: int(top * height)] = part[int(bottom * height) :] = False
        part[:, int(edge * width) : int((1 - edge) * width)] = False
        return picture[part]

    sky, ground = band(0, 0.06), band(0.95, 1)
    border = np.concatenate([band(0, 0.04), band(0.96, 1), band(0, 1, 0.03)])
    if len(sky) == 0 or len(ground) == 0:
        return {'place': None, 'time': None}
    if border.std(0).max() < EVEN or np.abs(border.astype(int) - np.median(border, 0)).max(1).mean() < 3:
        return {'place': 'plain', 'time': 'day', 'pixels': border}
    top, foot = np.median(sky, 0), np.median(ground, 0)
    (hue,), (saturation,), (value,) = hsv(top[None])
    low_sky = band(0.42, 0.52, 0.08)
    low = np.median(low_sky, 0) if len(low_sky) else top
    deep = band(0.78, 0.88, 0.12)
    deep = np.median(deep, 0) if len(deep) else foot
    if value < 0.26 and foot.max() < 70 and 225 < hue < 275 and low[2] < 80:
        return {'place': 'space', 'time': None}
    if value < 0.5:
        time = 'night'
    elif 225 < hue < 275 and saturation > 0.3:
        time = 'sunset'
    else:
        time = 'day'
    if time == 'day' and saturation > 0.55 and deep[2] > deep[0] + 70 and deep[0] < 60 and low[2] - low[0] >= 70:
        return {'place': 'underwater', 'time': 'day'}
    if time == 'day' and (hue < 70 or hue > 330):
        return {'place': 'room', 'time': time}
    behind = behind_the_ground(band(0.5, 0.62, 0.25))
    if time == 'day' and behind:
        grey_foot = foot.max() - foot.min() < 30 and 60 < foot.max() < 190
        return {'place': 'city' if grey_foot else behind, 'time': time}
    light, share = LIGHTS[time]
    expected = {place: np.array(colour) * (1 - share) + np.array(light) * share for place, colour in GROUNDS.items()}
    if time == 'day':
        expected['sky'] = np.array((223, 241, 251))
    place = min(expected, key=lambda name: np.abs(expected[name] - foot).sum())
    if place in ('beach', 'desert') and time == 'day':  # at night, water has the colour of the sky
        shore = band(0.57, 0.66, 0.1).astype(int)
        wet = len(shore) > 0 and (np.abs(shore - WATER).sum(1) < 60).mean() > 0.4
        place = 'beach' if wet else 'desert'
    return {'place': place, 'time': time}


def behind_the_ground(pixels: np.ndarray) -> str | None:
    """What stands between sky and ground: dark green is trees, grey is rock or walls."""
    if len(pixels) == 0:
        return None
    hue, saturation, value = hsv(pixels)
    if ((hue > 80) & (hue < 175) & (saturation > 0.25) & (value < 0.62)).mean() > 0.35:
        return 'forest'
    return 'mountains' if ((saturation < 0.42) & (value < 0.78)).mean() > 0.25 else None
