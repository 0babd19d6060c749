"""Unpacks the rendered drawings and a stock of drawn scenes into flat arrays, so that training reads crops without decoding."""
import argparse
import hashlib
import json
from random import Random

import numpy as np
import pyvips

from drawn_scenes import draw_scene
from workshop_paths import DATA

HELD_OUT_OF = 20  # one label in so many is never trained on, in any style


def is_held_out(label: str) -> bool:
    return hashlib.sha256(label.encode()).digest()[0] % HELD_OUT_OF == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--scenes', type=int, default=600)
    options = parser.parse_args()
    index = json.loads((DATA / 'drawings.json').read_text())
    side, items = index['size'], index['items']
    pack = (DATA / 'drawings.bin').read_bytes()
    shape = (len(items), side, side, 4)
    drawings = np.lib.format.open_memmap(DATA / 'drawings.npy', mode='w+', dtype=np.uint8, shape=shape)
    for i, item in enumerate(items):
        picture = pyvips.Image.webpload_buffer(pack[item['o'] : item['o'] + item['n']]).numpy().astype(np.uint16)
        # Premultiplied: resized otherwise, a rim of the colour of clear pixels appears.
        picture[..., :3] = (picture[..., :3] * picture[..., 3:] + 127) // 255
        drawings[i] = picture
    drawings.flush()
    scenes = [
        pyvips.Image.svgload_buffer(draw_scene(Random(f'scene {i}'), side).encode()).flatten(background=255).numpy()[..., :3]
        for i in range(options.scenes)
    ]
    np.save(DATA / 'scenes.npy', np.stack(scenes))
    held = np.array([is_held_out(item['label']) for item in items])
    np.save(DATA / 'held-out.npy', held)
    print(f'{len(items)} drawings, {held.sum()} held out, {len(scenes)} scenes')


if __name__ == '__main__':
    main()
