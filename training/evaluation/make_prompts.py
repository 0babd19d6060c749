"""Writes two lists of 200 prompts with the answer each one asks for, combined by fixed seeds: one to find faults with, one that nobody looks into."""
import json
from itertools import cycle
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
STYLES = {'flat style': 'flat', '3d render': '3d', 'cartoon': 'cartoon', 'glossy': 'glossy', 'blob style': 'blob'}
COLOURS = ('red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'brown', 'black', 'gray', 'white', 'cyan')
# Things one could buy, grow or imagine in any colour: a "blue lemon" would ask for two things at once.
COLOURABLE = (
    'car', 'balloon', 'umbrella', 'dress', 'hat', 'book', 'cat', 'fish', 'butterfly', 'house', 'star', 'heart', 'backpack', 'telephone',
    'bicycle', 'gift', 'tulip', 'rose', 'mushroom', 'guitar', 'crown', 'key', 'rocket', 'bus', 'door', 'shoe', 'tent', 'candle', 'bell',
    'robot', 'dog', 'horse', 'rabbit', 'elephant', 'bear', 'frog', 'snail', 'bear', 'camera', 'apple',
)
PLACES = {
    'grass': ('in a meadow', 'on the grass', 'in a green field'), 'beach': ('on the beach', 'on a sandy shore', 'on the beach'),
    'sea': ('on the sea', 'on the ocean', 'on the sea'), 'underwater': ('underwater', 'under the sea', 'under water'),
    'snow': ('in the snow', 'on snow', 'in winter'), 'desert': ('in the desert', 'on a dune', 'in the desert'),
    'sky': ('in the sky', 'among the clouds', 'in the sky'), 'space': ('in space', 'in a galaxy', 'in outer space'),
    'forest': ('in the forest', 'in the woods'), 'city': ('in the city', 'in a city street'),
    'mountains': ('in the mountains', 'on a mountain'), 'room': ('in a room', 'in the living room'),
}
HOURS = (
    ('at night', None, 'night'), ('at sunset', None, 'sunset'), ('on the beach at sunset', 'beach', 'sunset'), ('in the snow at night', 'snow', 'night'),
    ('in the desert at night', 'desert', 'night'), ('in a meadow at sunset', 'grass', 'sunset'), ('under the stars at night', None, 'night'),
    ('on the sea at sunset', 'sea', 'sunset'), ('on the grass at night', 'grass', 'night'), ('in the evening', None, 'sunset'), ('at midnight', None, 'night'),
)
PLURALS = {'fish': 'fish', 'mouse': 'mice', 'butterfly': 'butterflies', 'fox': 'foxes', 'bus': 'buses', 'octopus': 'octopuses', 'church': 'churches', 'tomato': 'tomatoes'}
WITHOUT_PLURAL = {'cherries', 'grapes', 'scissors', 'corn', 'hat', 'shoe'}
NUMBERS = {2: 'two', 3: 'three', 4: 'four'}


def main() -> None:
    write('prompts.json', Random('tessera evaluation 1'))
    write('prompts-unseen.json', Random('tessera evaluation 2'))


def write(name: str, random: Random) -> None:
    subjects = list(json.loads((HERE / 'subjects.json').read_text()))
    random.shuffle(subjects)
    turn = cycle(subjects)  # every subject once before any comes twice
    prompts = []

    def add(group, text, things, **expected):
        prompts.append({'id': f'{group}-{sum(p["group"] == group for p in prompts) + 1:02d}', 'group': group, 'text': text, 'things': things, 'count': 1, 'scene': None, **expected})

    def one(subject, colour=None):
        return {'subject': subject, 'colour': colour}

    for _ in range(40):
        subject = next(turn)
        add('single', with_article(subject), [one(subject)])
    for style in list(STYLES) * 4:
        subject = next(turn)
        add('single', f'{with_article(subject)}, {style}', [one(subject)], style=STYLES[style])
    for colour, subject in zip(cycle(COLOURS), random.sample(COLOURABLE, 40)):
        add('colour', with_article(f'{colour} {subject}'), [one(subject, colour)])
    for place, phrases in PLACES.items():
        for phrase in phrases:
            subject = next(turn)
            add('scene', f'{with_article(subject)} {phrase}', [one(subject)], scene={'place': place, 'time': None})
    for phrase, place, time in HOURS:
        subject = next(turn)
        add('scene', f'{with_article(subject)} {phrase}', [one(subject)], scene={'place': place, 'time': time})
    for colour in ('blue', 'yellow', 'pink', 'green', 'black', 'orange', 'purple'):
        subject = next(turn)
        add('scene', f'{with_article(subject)} on {with_article(colour)} background', [one(subject)], scene={'place': 'plain', 'time': None, 'colour': colour})
    for joint in ('and', 'and', 'and', 'and', 'and', 'and', 'and', 'and', 'and', 'and', 'and', 'and', 'next to', 'next to', 'with', 'with', 'in front of', 'beside'):
        first, second = next(turn), next(turn)
        add('pair', f'{with_article(first)} {joint} {with_article(second)}', [one(first), one(second)])
    for phrase, place in (('in the snow', 'snow'), ('on the beach', 'beach'), ('in a meadow', 'grass'), ('in space', 'space'), ('in the desert', 'desert'), ('on the grass', 'grass')):
        first, second = next(turn), next(turn)
        add('pair', f'{with_article(first)} and {with_article(second)} {phrase}', [one(first), one(second)], scene={'place': place, 'time': None})
    for first, second in (random.sample(COLOURABLE[:30], 2) for _ in range(6)):
        a, b = random.sample(COLOURS[:7], 2)
        add('pair', f'{with_article(f"{a} {first}")} and {with_article(f"{b} {second}")}', [one(first, a), one(second, b)])
    for count in (2,) * 10 + (3,) * 7 + (4,) * 3:
        subject = next(subject for subject in turn if subject not in WITHOUT_PLURAL)
        add('count', f'{NUMBERS[count]} {PLURALS.get(subject, subject + "s")}', [one(subject)], count=count)

    assert len(prompts) == 200 and len({p['text'] for p in prompts}) == 200, len(prompts)
    lines = ',\n'.join('  ' + json.dumps(prompt, ensure_ascii=False) for prompt in prompts)
    (HERE / name).write_text(f'[\n{lines}\n]\n')


def with_article(noun: str) -> str:
    if noun.split()[-1] in ('cherries', 'grapes', 'scissors', 'corn'):
        return noun
    return f'{"an" if noun[0] in "aeiou" and not noun.startswith("unicorn") else "a"} {noun}'


if __name__ == '__main__':
    main()
