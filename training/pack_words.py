"""Packs the word vectors a model ships as words.json and words.f16: every word of a caption, then the most frequent of English."""
import argparse
import json
import re
import tarfile
from pathlib import Path

import numpy as np

from workshop_paths import DATA, HERE, RUNS

# Rows 0 and 1 stand for padding and the unknown word; neither means anything.
FIRST_ROWS = ('[PAD]', '[UNK]')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--out', type=Path, default=RUNS / 'bank')
    parser.add_argument('--words', type=int, default=16384, help='rows of the table')
    options = parser.parse_args()
    vectors = read_vectors()
    items = json.loads((DATA / 'drawings.json').read_text())['items']
    captions = sorted({word for item in items for text in (item['label'], *item['tags']) for word in words_of(text)})
    # The package keeps GloVe's order, which is that of frequency; punctuation cannot be asked for.
    frequent = (word for word in vectors if word.isalpha() and word.isascii())
    chosen = list(dict.fromkeys(word for group in (captions, frequent) for word in group if word in vectors))
    chosen = chosen[: options.words - len(FIRST_ROWS)]
    table = np.zeros((len(FIRST_ROWS) + len(chosen), len(vectors[chosen[0]])), dtype='<f2')
    for row, word in enumerate(chosen, start=len(FIRST_ROWS)):
        table[row] = vectors[word]
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / 'words.json').write_text(json.dumps([*FIRST_ROWS, *chosen], ensure_ascii=False))
    table.tofile(options.out / 'words.f16')
    known = sum(word in vectors for word in captions)
    print(f'{len(chosen)} words; {known} of the {len(captions)} words of captions are among them')


def read_vectors() -> dict[str, list[float]]:
    source = json.loads((HERE / 'sources.json').read_text())['words']
    with tarfile.open(DATA / 'packages' / source['file']) as archive:
        package = json.load(archive.extractfile(source['content']))
    # Behind the numbers of a word stand its length and its place.
    return {word: vector[: package['dimensions']] for word, vector in package['vectors'].items()}


def words_of(text: str) -> list[str]:
    """As the product reads them (wordsOf in engine/pipelines/exemplar/exemplar-collection.ts)."""
    return re.findall(r'[^\W_]+', text.lower())


if __name__ == '__main__':
    main()
