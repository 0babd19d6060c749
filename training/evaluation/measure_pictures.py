"""Measures drawn pictures against what their prompts ask; makes the table, the list of failures and the model card's numbers of it."""
import json
from itertools import combinations, permutations
from pathlib import Path

import numpy as np
from PIL import Image

from classifier import NAMES, classify
from colour_names import has_colour
from scene_rules import read_scene
from subject_ink import crop, halves, ink_mask, pieces, shrunk

# Root mean square over the ink, of the full range; by copy-threshold.ts for the autoencoder that ships. A perfect copy measures
# under 0.006; one in twenty exemplars has another exemplar nearer than this.
COPY_DISTANCE = 0.057
# Correlation of two inks in grey, as they are or mirrored. Drawings that differ stay below; one drawing that is bent or tinted anew lies above.
SAME_DRAWING = 0.8


def measure_prompt(prompt: dict, folder: Path, network) -> list[dict]:
    measured, cells = [], []
    for facts_path in sorted(folder.glob(f'{prompt["id"]}-?.json')):
        facts = json.loads(facts_path.read_text())
        stem = str(facts_path)[: -len('.json')]
        picture, scene = (np.asarray(Image.open(path).convert('RGB')) for path in (f'{stem}.png', f'{stem}-scene.png'))
        ink = ink_mask(picture, scene)
        cells.append((picture, ink))
        distances = facts['distances']
        measured.append({
            'id': prompt['id'], 'group': prompt['group'], 'text': prompt['text'], 'cell': facts['cell'], 'notes': facts['notes'],
            'milliseconds': facts['milliseconds'], 'exemplars': facts['exemplars'], 'distances': distances,
            'copy': distances['fromCopy'] < COPY_DISTANCE, 'drawingCopy': distances['fromDrawing'] < COPY_DISTANCE,
            **measure_things(prompt, picture, ink, network), **measure_scene(prompt, picture, ink),
        })
    apart = {i: [] for i in range(len(cells))}
    for i, j in combinations(range(len(cells)), 2):
        distance = difference(cells[i], cells[j])
        apart[i].append(distance)
        apart[j].append(distance)
    shapes = [likeness_crop(picture, ink) for picture, ink in cells]
    for i, one in enumerate(measured):
        one['nearestSeed'] = min(apart[i]) if apart[i] else None
        one['sameDrawing'] = any(same_drawing(shapes[i], shapes[j]) for j in range(len(shapes)) if j != i) if len(shapes) > 1 else None
    return measured


def measure_things(prompt: dict, picture, ink, network) -> dict:
    asked = [NAMES.index(thing['subject']) for thing in prompt['things']]
    colours = [thing['colour'] for thing in prompt['things']]
    found = pieces(ink)
    if not found:
        return {'recognised': False, 'seen': ['nothing'], 'colour': False if any(colours) else None, 'counted': 0, 'countRight': None}
    if len(asked) == 2:
        return measure_pair(asked, colours, picture, ink, found, network)
    if prompt['count'] > 1:
        alike = [part for part in found if part.sum() >= 0.25 * found[0].sum()]
        guesses = classify(network, [crop(picture, part) for part in alike]).argmax(1)
        right = int((guesses == asked[0]).sum())
        return {
            'recognised': right * 2 > len(alike), 'seen': [NAMES[g] for g in guesses], 'colour': None, 'counted': len(alike),
            'countRight': len(alike) == prompt['count'] and right * 2 > len(alike),
        }
    whole = classify(network, [crop(picture, ink)])[0]
    best = np.argsort(-whole)[:3]
    colour = has_colour(picture[shrunk(ink, 2)], colours[0]) if colours[0] else None
    return {'recognised': bool(best[0] == asked[0]), 'amongThree': bool(asked[0] in best), 'seen': [NAMES[b] for b in best], 'colour': None if colour is None else bool(colour)}


def measure_pair(asked, colours, picture, ink, found, network) -> dict:
    """Both are present when two cuts that do not overlap are recognised as one each."""
    cuts = found[:4] + halves(ink)
    cuts = [cut for cut in cuts if cut.any()]
    guesses = classify(network, [crop(picture, cut) for cut in cuts]).argmax(1)
    apart = [(i, j) for i, j in permutations(range(len(cuts)), 2) if not (cuts[i] & cuts[j]).any()]
    shown = [(i, j) for i, j in apart if guesses[i] == asked[0] and guesses[j] == asked[1]]
    colour = None
    if all(colours):
        sides = [picture[shrunk(half, 2)] for half in halves(ink)]
        colour = len(sides) == 2 and any(has_colour(sides[a], colours[0]) and has_colour(sides[1 - a], colours[1]) for a in (0, 1))
    return {
        'recognised': bool(shown), 'oneOfTwo': bool(set(asked) & set(guesses.tolist())), 'seen': [NAMES[g] for g in guesses],
        'colour': None if colour is None else bool(colour), 'counted': len(found),
    }


def measure_scene(prompt: dict, picture, ink) -> dict:
    asked = prompt['scene']
    if asked is None:
        return {'scene': None}
    seen = read_scene(picture, ink)
    # Under the stars is night wherever it is.
    time = 'night' if seen['place'] == 'space' and asked['place'] is None else seen['time']
    right = (asked['place'] in (None, seen['place'])) and (asked['time'] in (None, time))
    if asked.get('colour'):
        right = right and has_colour(seen['pixels'], asked['colour'])
    return {'scene': bool(right), 'sceneSeen': f"{seen['place']}, {seen['time']}"}


def difference(one, other) -> float:
    """As the copies are measured: at half size, over what either shows, of the full range."""
    (a, ink_a), (b, ink_b) = one, other
    if a.shape != b.shape:
        return 1.0
    ink = (ink_a | ink_b)[::2, ::2]
    by = (half(a) - half(b))[ink[: a.shape[0] // 2, : a.shape[1] // 2]]
    return float(np.sqrt((by**2).mean())) if by.size else 0.0


def likeness_crop(picture, ink) -> np.ndarray | None:
    """The ink alone in grey, of one size and one contrast, so that place, scale and tint no longer tell."""
    cut = crop(picture, ink, 0.02)
    if cut is None:
        return None
    grey = np.asarray(Image.fromarray(cut).convert('L').resize((48, 48), Image.Resampling.BOX), np.float32)
    return (grey - grey.mean()) / (grey.std() + 1e-3)


def same_drawing(one, other) -> bool:
    if one is None or other is None:
        return one is other
    return max((one * other).mean(), (one * other[:, ::-1]).mean()) > SAME_DRAWING


def half(picture) -> np.ndarray:
    height, width = picture.shape[0] // 2, picture.shape[1] // 2
    return picture[: height * 2, : width * 2].reshape(height, 2, width, 2, 3).mean((1, 3)) / 255


def share(values) -> str:
    values = [value for value in values if value is not None]
    return f'{100 * np.mean(values):.1f} % of {len(values)}' if values else 'not measured'


def summary(pictures: list[dict], taught: dict) -> str:
    of = lambda *groups: [p for p in pictures if p['group'] in groups]
    held_out = '; '.join(f"{name}: {100 * found['on white']:.1f} % on white, {100 * found['on scenes']:.1f} % on scenes ({found['drawings']} drawings)" for name, found in taught['held_out'].items())
    details = [
        ('recognised, alone on white', share(p['recognised'] for p in of('single'))),
        ('recognised, in a colour', share(p['recognised'] for p in of('colour'))),
        ('recognised, in a scene', share(p['recognised'] for p in of('scene'))),
        ('recognised among the first three answers', share(p['amongThree'] for p in of('single', 'colour', 'scene') if 'amongThree' in p)),
        ('both colours of a pair', share(p['colour'] for p in of('pair'))),
        ('at least one of two subjects', share(p.get('oneOfTwo') for p in of('pair'))),
        ('whose drawing another seed shows too, at most mirrored, moved or tinted', share(p['sameDrawing'] for p in pictures)),
        ('within the copy distance of one drawing in its own shape and colours', share(p['drawingCopy'] for p in pictures)),
        ('drawn from one exemplar only', share(p['exemplars'] == 1 for p in pictures)),
        ('seconds a picture, one thread, median', f"{np.median([p['milliseconds'] for p in pictures]) / 1000:.2f}"),
    ]
    lines = [bars(pictures), '', '| beside them | measured |', '|---|---|', *(f'| {name} | {value} |' for name, value in details), '']
    lines.append(f"The classifier tells {taught['subjects']} subjects apart; on sets it never saw it is right for {held_out}.")
    return '\n'.join(lines)


def bars(pictures: list[dict]) -> str:
    """The measures that have a bar to pass."""
    of = lambda *groups: [p for p in pictures if p['group'] in groups]
    rows = [
        ('recognised, one subject', '>= 85 %', share(p['recognised'] for p in of('single', 'colour', 'scene'))),
        ('colour as asked', '>= 90 %', share(p['colour'] for p in of('colour'))),
        ('scene as asked', '>= 95 %', share(p['scene'] for p in pictures)),
        ('two subjects, both present', '>= 70 %', share(p['recognised'] for p in of('pair'))),
        ('number as asked and recognised', '', share(p.get('countRight') for p in of('count'))),
        ('within the copy distance of one exemplar', '<= 50 %', share(p['copy'] for p in pictures)),
        ('prompts whose seeds all differ', '100 %', share(seeds_apart(pictures))),
    ]
    return '\n'.join(['| measure | bar | measured |', '|---|---|---|', *(f'| {name} | {bar} | {value} |' for name, bar, value in rows)])


def seeds_apart(pictures: list[dict]) -> list[bool]:
    """For every prompt drawn more than once: whether no two of its pictures are near each other."""
    nearest = {}
    for p in pictures:
        if p['nearestSeed'] is not None:
            nearest.setdefault(p['id'], []).append(p['nearestSeed'])
    return [min(distances) >= COPY_DISTANCE for distances in nearest.values()]


def invention_row(level: float, pictures: list[dict]) -> str:
    recognised = share(p['recognised'] for p in pictures if p['group'] in ('single', 'colour', 'scene'))
    return f"| {level} | {recognised} | {share(p['copy'] for p in pictures)} | {share(seeds_apart(pictures))} |"


def failures(pictures: list[dict]) -> str:
    lines = []
    for key in ('recognised', 'colour', 'scene', 'countRight'):
        wrong = {}
        for p in pictures:
            if p.get(key) is False:
                wrong.setdefault((p['id'], p['text']), []).append('/'.join(p['seen'][:2]) if key in ('recognised', 'countRight') else p.get('sceneSeen', '') if key == 'scene' else '')
        lines.append(f'\n{key}: {len(wrong)} prompts with failures')
        lines += [f'  {id} "{text}" x{len(seen)}: {", ".join(sorted(set(seen)))}' for (id, text), seen in sorted(wrong.items(), key=lambda item: (item[0][0].split("-")[0], -len(item[1])))]
    return '\n'.join(lines)


def fill_in(card: Path, table: str) -> None:
    start, end = '<!-- evaluation -->', '<!-- end of evaluation -->'
    before, rest = card.read_text().split(start)
    card.write_text(before + start + '\n' + table + '\n' + end + rest.split(end)[1])

