"""Packs the drawings a model ships as exemplars.bin and exemplars.json: smaller, lossy where that is smaller, well captioned ones only."""
import argparse
import json
import os
from multiprocessing import Pool
from pathlib import Path

os.environ.setdefault('VIPS_CONCURRENCY', '1')
import pyvips

from workshop_paths import DATA, HERE, RUNS

SETS = ('noto', 'noto-v1', 'fluent-emoji', 'fluent-emoji-flat', 'twemoji', 'emojione')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--out', type=Path, default=RUNS / 'bank')
    parser.add_argument('--size', type=int, default=256, help='side in pixels')
    parser.add_argument('--quality', type=int, default=74, help='of lossy WebP; 74 keeps 39 dB')
    parser.add_argument('--sets', nargs='+', default=SETS)
    parser.add_argument('--processes', type=int, default=2)
    options = parser.parse_args()
    index = json.loads((DATA / 'drawings.json').read_text())
    # Names that no dictionary of emoji knows make poor captions, and their drawings would be found by accident.
    chosen = [item for item in index['items'] if item['known'] and item['set'] in options.sets]
    options.out.mkdir(parents=True, exist_ok=True)
    offset, items = 0, []
    jobs = ((item['o'], item['n'], options.size, options.quality) for item in chosen)
    with Pool(options.processes) as pool, open(options.out / 'exemplars.bin', 'wb') as pack:
        for item, webp in zip(chosen, pool.imap(shrink, jobs, chunksize=32), strict=True):
            pack.write(webp)
            kept = {key: item[key] for key in ('label', 'tags', 'style', 'color', 'cat', 'set', 'name')}
            items.append({'o': offset, 'n': len(webp), **kept})
            offset += len(webp)
    # The product shows these beside every picture, so a drawing without its origin cannot be packed.
    sources = {source['set']: source for source in json.loads((HERE / 'sources.json').read_text())['sets']}
    sets = [
        {'name': name, **{key: sources[name][key] for key in ('title', 'style', 'licence', 'author', 'source')}}
        for name in options.sets
    ]
    bank = {'size': options.size, 'format': 'webp-rgba', 'sets': sets, 'items': items}
    (options.out / 'exemplars.json').write_text(json.dumps(bank, ensure_ascii=False, separators=(',', ':')))
    print(f'{len(items)} drawings, {offset / 1e6:.1f} MB')


def shrink(job) -> bytes:
    offset, length, size, quality = job
    with open(DATA / 'drawings.bin', 'rb') as pack:
        pack.seek(offset)
        original = pack.read(length)
    picture = pyvips.Image.webpload_buffer(original)
    if picture.width != size:
        picture = picture.premultiply().resize(size / picture.width).unpremultiply().rint().cast('uchar')
    lossy = picture.webpsave_buffer(Q=quality, alpha_q=80, smart_subsample=True, effort=4, keep='none')
    # Flat drawings are often smaller, and then also exact, without loss.
    exact = picture.webpsave_buffer(near_lossless=True, Q=60, effort=3, keep='none')
    return min(lossy, exact, key=len)


if __name__ == '__main__':
    main()
