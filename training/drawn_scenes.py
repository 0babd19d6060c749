"""Draws backgrounds as SVG by chance: plain, gradients, patterns and the kinds of place a prompt can name."""
import math
from random import Random

PALETTES = {
    'day': ('#79bff0', '#dff1fb', 0.0, '#ffffff'),
    'night': ('#10163f', '#2c3a78', 0.65, '#0b1238'),
    'sunset': ('#4f4a9e', '#ffb65e', 0.4, '#b4472f'),
    'dawn': ('#8fa6d8', '#f9d9c4', 0.2, '#8a6fa0'),
    'fog': ('#b9c4cc', '#e4e9ec', 0.3, '#c9d2d8'),
}
GROUNDS = {
    'grass': ('#7cbf63', '#5aa84c'), 'snow': ('#e3eef8', '#f7fbff'), 'desert': ('#e3b170', '#d59a55'),
    'beach': ('#f2dcaa', '#e8cd94'), 'sea': ('#3d8fd1', '#2f79bb'), 'earth': ('#9a7350', '#7d5a3d'),
}
KINDS = ('plain', 'gradient', 'pattern', 'open', 'open', 'open', 'mountains', 'forest', 'city', 'room', 'underwater', 'space')


def draw_scene(random: Random, side: int) -> str:
    kind = random.choice(KINDS)
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}">{PAINTERS[kind](random, side)}</svg>'


def colour(random: Random) -> str:
    return '#%02x%02x%02x' % tuple(random.randrange(256) for _ in range(3))


def mixed(hexcode: str, other: str, share: float) -> str:
    parts = [(int(hexcode[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return '#%02x%02x%02x' % tuple(round(a * (1 - share) + b * share) for a, b in parts)


def rectangle(x, y, width, height, fill) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'


def circle(x, y, r, fill, opacity=1.0) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.2f}" fill="{fill}" fill-opacity="{opacity:.2f}"/>'


def gradient(side, top, bottom, slope=0.0) -> str:
    return (
        f'<defs><linearGradient id="g" x1="0" y1="0" x2="{slope:.2f}" y2="{1 - abs(slope):.2f}"><stop offset="0" stop-color="{top}"/>'
        f'<stop offset="1" stop-color="{bottom}"/></linearGradient></defs>{rectangle(0, 0, side, side, "url(#g)")}'
    )


def stars(random, side, to, count) -> str:
    return ''.join(
        circle(random.random() * side, random.random() * to * side, (0.3 + random.random() * 0.7) * side / 100, '#fff6d8')
        for _ in range(count)
    )


def sky(random, side) -> tuple[str, float, str]:
    time = random.choice(list(PALETTES))
    top, bottom, dark, light = PALETTES[time]
    paint = gradient(side, top, bottom)
    if time == 'night':
        paint += stars(random, side, 0.6, 26)
    elif time == 'sunset':
        paint += circle(random.choice((0.15, 0.85)) * side, side * 0.5, side * 0.1, '#ffe08a')
    else:
        for _ in range(random.randrange(4)):
            x, y, r = random.random() * side, side * random.uniform(0.05, 0.4), side * random.uniform(0.04, 0.09)
            paint += ''.join(circle(x + dx * r, y + dy * r, s * r, '#ffffff', 0.85) for dx, dy, s in ((-1.1, 0.2, 0.8), (0, -0.2, 1.1), (1.2, 0.2, 0.75)))
    return paint, dark, light


def hill(random, side, top, swell, fill) -> str:
    a, b, c, d = (side * (top + random.uniform(-swell, swell)) for _ in range(4))
    return f'<path d="M0 {a:.1f} C{side * 0.3:.1f} {b:.1f} {side * 0.6:.1f} {c:.1f} {side} {d:.1f} V{side} H0 Z" fill="{fill}"/>'


def ground(random, side, dark, light, kind=None) -> str:
    back, front = GROUNDS[kind or random.choice(list(GROUNDS))]
    horizon = random.uniform(0.55, 0.75)
    return hill(random, side, horizon, 0.04, mixed(back, light, dark)) + hill(
        random, side, horizon + (1 - horizon) * 0.42, 0.03, mixed(front, light, dark)
    )


def paint_open(random, side) -> str:
    paint, dark, light = sky(random, side)
    return paint + ground(random, side, dark, light)


def paint_mountains(random, side) -> str:
    paint, dark, light = sky(random, side)
    for i in range(random.randint(2, 4)):
        x, y, w = random.random() * side, side * random.uniform(0.2, 0.5), side * random.uniform(0.25, 0.5)
        rock = mixed(random.choice(('#7c8aa5', '#6f7a6c', '#8d7b74')), light, dark)
        paint += f'<path d="M{x - w:.1f} {side} L{x:.1f} {y:.1f} L{x + w:.1f} {side} Z" fill="{rock}"/>'
        line, foot, cap = y + (side - y) * 0.2, w * 0.2, mixed('#ffffff', light, dark)
        paint += f'<path d="M{x - foot:.1f} {line:.1f} L{x:.1f} {y:.1f} L{x + foot:.1f} {line:.1f} Z" fill="{cap}"/>'
    return paint + ground(random, side, dark, light)


def paint_forest(random, side) -> str:
    paint, dark, light = sky(random, side)
    paint += ground(random, side, dark, light, 'grass')
    for _ in range(random.randint(4, 9)):
        x, y, s = random.random() * side, side * random.uniform(0.55, 0.8), side * random.uniform(0.08, 0.2)
        leaf = mixed(random.choice(('#2f7a45', '#3f8f4f', '#27653c')), light, dark)
        paint += rectangle(x - s * 0.1, y, s * 0.2, s * 0.5, mixed('#6e4a2f', light, dark))
        if random.random() < 0.5:
            paint += f'<path d="M{x - s * .6:.1f} {y:.1f} L{x:.1f} {y - s * 1.6:.1f} L{x + s * .6:.1f} {y:.1f} Z" fill="{leaf}"/>'
        else:
            paint += circle(x, y - s * 0.4, s * 0.6, leaf)
    return paint


def paint_city(random, side) -> str:
    paint, dark, light = sky(random, side)
    x = 0.0
    while x < side:
        w, h = side * random.uniform(0.1, 0.22), side * random.uniform(0.25, 0.65)
        wall = mixed(random.choice(('#8a93a6', '#b07d6a', '#c9b79c', '#6f7f95')), light, dark)
        paint += rectangle(x, side * 0.85 - h, w, h, wall)
        step, lamp = side * 0.05, '#ffe9a0' if dark > 0.5 else mixed(wall, '#ffffff', 0.4)
        for row in range(int(h / step) - 1):
            for column in range(int(w / step)):
                paint += rectangle(x + column * step + step * 0.3, side * 0.85 - h + row * step + step * 0.4, step * 0.45, step * 0.5, lamp)
        x += w + side * random.uniform(0, 0.03)
    return paint + rectangle(0, side * 0.85, side, side * 0.15, mixed('#6b6f76', light, dark))


def paint_room(random, side) -> str:
    wall, floor, line = colour(random), colour(random), side * random.uniform(0.6, 0.8)
    wall, floor = mixed(wall, '#ffffff', 0.5), mixed(floor, '#8a6a4a', 0.5)
    paint = rectangle(0, 0, side, line, wall) + rectangle(0, line, side, side - line, floor)
    x, w = random.uniform(0.05, 0.6) * side, side * random.uniform(0.2, 0.35)
    paint += rectangle(x, side * 0.12, w, w * 1.1, '#ffffff') + rectangle(x + w * 0.08, side * 0.12 + w * 0.08, w * 0.84, w * 0.94, '#bfe2f7')
    return paint + rectangle(0, line - side * 0.015, side, side * 0.03, mixed(wall, '#ffffff', 0.5))


def paint_underwater(random, side) -> str:
    paint = gradient(side, '#4fa8e0', '#14548f')
    for _ in range(random.randint(4, 14)):
        paint += circle(random.random() * side, random.random() * side * 0.85, random.uniform(0.8, 2.4) * side / 100, '#d8f0ff', 0.45)
    return paint + hill(random, side, 0.92, 0.03, '#c9b98a')


def paint_space(random, side) -> str:
    paint = gradient(side, '#1b1438', '#0a0a1e') + stars(random, side, 1, 46)
    if random.random() < 0.4:
        paint += circle(random.random() * side, random.random() * side, random.uniform(0.06, 0.2) * side, colour(random))
    return paint


def paint_pattern(random, side) -> str:
    back, front = colour(random), colour(random)
    step, kind = side / random.randint(5, 14), random.choice(('dots', 'stripes', 'checks'))
    paint = rectangle(0, 0, side, side, back)
    if kind == 'stripes':
        angle = random.choice((0, 45, 90, 135))
        bars = ''.join(rectangle(-side, -side + i * step * 2, side * 3, step, front) for i in range(math.ceil(1.5 * side / step)))
        return paint + f'<g transform="rotate({angle} {side / 2} {side / 2})">{bars}</g>'
    for row in range(math.ceil(side / step)):
        for column in range(math.ceil(side / step)):
            if kind == 'dots':
                paint += circle((column + 0.5 + row % 2 / 2) * step, (row + 0.5) * step, step * 0.28, front)
            elif (row + column) % 2:
                paint += rectangle(column * step, row * step, step, step, front)
    return paint


PAINTERS = {
    'plain': lambda random, side: rectangle(0, 0, side, side, colour(random)),
    'gradient': lambda random, side: gradient(side, colour(random), colour(random), random.uniform(-1, 1)),
    'pattern': paint_pattern, 'open': paint_open, 'mountains': paint_mountains, 'forest': paint_forest, 'city': paint_city,
    'room': paint_room, 'underwater': paint_underwater, 'space': paint_space,
}
