"""Renders every useful drawing of the fetched sets to RGBA WebP, trimmed and fitted, with caption, colour and category."""
import argparse
import json
import os
import tarfile
from multiprocessing import Pool

os.environ.setdefault('VIPS_CONCURRENCY', '1')
import numpy as np
import pyvips

from captions import Captions
from dominant_colour import dominant_colour
from workshop_paths import DATA, HERE

MARGIN = 2  # so that the soft rim of the ink is not cut
INK_ALPHA = 12
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--size', type=int, default=256)
    parser.add_argument('--processes', type=int, default=2)
    parser.add_argument('--limit', type=int, default=0, help='only so many drawings of each set, for a trial')
    options = parser.parse_args()

    sources = json.loads((HERE / 'sources.json').read_text())
    jobs = []
    for source in sources['sets']:
        found = list(usable_drawings(source, read_captions(sources['captions'])))
        print(f"{source['set']}: {len(found)} usable", flush=True)
        jobs += found[: options.limit or None]

    offset, items = 0, []
    with Pool(options.processes) as pool, open(DATA / 'drawings.bin.part', 'wb') as pack:
        for rendered in pool.imap(render, ((job, options.size) for job in jobs), chunksize=16):
            if rendered is None:
                continue
            item, webp = rendered
            items.append({'o': offset, 'n': len(webp), **item})
            pack.write(webp)
            offset += len(webp)
            if len(items) % 1000 == 0:
                print(f'{len(items)} rendered', flush=True)
    (DATA / 'drawings.bin.part').rename(DATA / 'drawings.bin')
    index = {'size': options.size, 'format': 'webp-rgba', 'items': items}
    (DATA / 'drawings.json').write_text(json.dumps(index, ensure_ascii=False))
    print(f'{len(items)} drawings, {offset / 1e6:.1f} MB, of {len(jobs)} usable')


def read_captions(source: dict) -> Captions:
    with tarfile.open(DATA / 'packages' / source['file']) as archive:
        return Captions(json.load(archive.extractfile('package/en/data.json')))


def usable_drawings(source: dict, captions: Captions):
    with tarfile.open(DATA / 'packages' / source['file']) as archive:
        icons, characters, metadata = (
            json.load(archive.extractfile(f'package/{name}.json')) for name in ('icons', 'chars', 'metadata')
        )
    codes: dict[str, list[str]] = {}
    for code, name in characters.items():
        codes.setdefault(name, []).append(code)
    category = {name: group for group, members in metadata.get('categories', {}).items() for name in members}
    names, seen = set(icons['icons']), set()
    for name, icon in sorted(icons['icons'].items()):
        caption = captions.describe(
            name, codes=codes.get(name, []), names=names, category=category.get(name, '')
        )
        if caption is None or icon.get('hidden') or icon['body'] in seen:
            continue
        seen.add(icon['body'])
        box = [icon.get(key, icons.get(key, default)) for key, default in (('left', 0), ('top', 0), ('width', 16), ('height', 16))]
        svg = f'{HEAD} viewBox="{" ".join(map(str, box))}" width="{box[2]}" height="{box[3]}" color="#333333">{icon["body"]}</svg>'
        yield {**caption, 'style': source['style'], 'set': source['set'], 'name': name, 'svg': svg, 'side': max(box[2:])}


def render(work):
    job, size = work
    side = job.pop('side')
    svg = job.pop('svg').encode()
    inner = size - 2 * MARGIN
    try:
        box = ink_box(rasterize(svg, size / side))
        if box is None:
            return None
        scale = size / side * inner / max(box[2] - box[0], box[3] - box[1])
        picture = rasterize(svg, min(scale, 16 * size / side))
        left, top, right, bottom = ink_box(picture)
    except pyvips.Error as error:
        print(f"{job['set']}/{job['name']}: left out, {str(error).splitlines()[0]}", flush=True)
        return None
    ink = pyvips.Image.new_from_array(picture).crop(left, top, right - left, bottom - top)
    if max(ink.width, ink.height) > inner:
        ink = ink.premultiply().resize(inner / max(ink.width, ink.height)).unpremultiply().rint().cast('uchar')
    ink = ink.copy(interpretation='srgb').gravity('centre', size, size)
    webp = ink.webpsave_buffer(lossless=True, effort=2, keep='none')
    return {**job, 'color': dominant_colour(ink.numpy())}, webp


def rasterize(svg: bytes, scale: float) -> np.ndarray:
    return pyvips.Image.svgload_buffer(svg, scale=scale).numpy()


def ink_box(rgba: np.ndarray):
    """left, top, right, bottom of what is not clear; None when nothing is drawn."""
    ink = rgba[..., 3] > INK_ALPHA
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    return (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) if len(rows) else None


if __name__ == '__main__':
    main()
