"""The one command: draws the prompts, measures them, prints the table and the failures, writes the model card and contact sheets."""
import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))
from classifier import taught_network
from contact_sheets import draw_card_sheet, draw_sheets
from measure_pictures import bars, failures, fill_in, invention_row, measure_prompt, summary
from workshop_paths import RUNS

UNSEEN = 'prompts-unseen.json'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--out', type=Path, default=RUNS / 'evaluation' / 'pictures', help='where pictures, facts and sheets go; what is there already is not drawn again')
    parser.add_argument('--seeds', type=int, default=4)
    parser.add_argument('--unseen-seeds', type=int, default=1, help='seeds for the list that nobody tunes on; 0 leaves it out')
    parser.add_argument('--node', default='node', help='a Node that runs TypeScript')
    parser.add_argument('--model', type=Path, help='another model folder than the one that ships')
    parser.add_argument('--inventions', type=float, nargs='*', default=[], help='levels to draw every fifth prompt at, besides the default')
    parser.add_argument('--classifier', type=Path, default=RUNS / 'evaluation' / 'classifier.pt')
    parser.add_argument('--card', type=Path, default=ROOT / 'docs' / 'model-card.md')
    options = parser.parse_args()
    if not options.classifier.exists():
        subprocess.run([sys.executable, HERE / 'train_classifier.py'], check=True)
    network = taught_network(options.classifier)
    draw(options, options.out, '--seeds', str(options.seeds))
    taught = json.loads(options.classifier.with_suffix('.json').read_text())
    pictures = measure_folder(options.out, network)
    table = summary(pictures, taught)
    if options.unseen_seeds:
        folder = Path(f'{options.out}-unseen')
        draw(options, folder, '--prompts', UNSEEN, '--seeds', str(options.unseen_seeds))
        table += '\n\nPrompts that nobody looked into while the model was improved (`prompts-unseen.json`):\n\n' + bars(measure_folder(folder, network, UNSEEN))
    if options.inventions:
        rows = ['', '| Invention | recognised | within the copy distance | prompts whose seeds all differ |', '|---|---|---|---|']
        for level in options.inventions:
            folder = Path(f'{options.out}-invention-{level}')
            draw(options, folder, '--seeds', str(options.seeds), '--invention', str(level), '--every', '5')
            rows.append(invention_row(level, measure_folder(folder, network)))
        table += '\n' + '\n'.join(rows)
    print(table)
    (options.out / 'failures.txt').write_text(failures(pictures))
    fill_in(options.card, table)
    draw_card_sheet(options.out, options.card.parent / 'pictures' / 'sticker-mini.webp')
    for sheet in draw_sheets(options.out, options.out / 'sheets'):
        print(sheet)


def draw(options, folder: Path, *more: str) -> None:
    model = ['--model', str(options.model)] if options.model else []
    command = [options.node, str(HERE / 'draw-pictures.ts'), '--out', str(folder), *model, *more]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def measure_folder(folder: Path, network, prompt_list: str = 'prompts.json') -> list[dict]:
    prompts = json.loads((HERE / prompt_list).read_text())
    pictures = [measured for prompt in prompts for measured in measure_prompt(prompt, folder, network)]
    (folder / 'measured.json').write_text(json.dumps(pictures, indent=0))
    return pictures


if __name__ == '__main__':
    main()
