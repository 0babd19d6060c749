"""Lays drawn pictures out by group, seeds side by side, nothing picked: a row of the sheet is a prompt."""
import json
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent
SIDE, TITLE, BLOCKS = 128, 16, 4


def draw_sheets(pictures: Path, out: Path) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    prompts = json.loads((HERE / 'prompts.json').read_text())
    sheets = []
    for group in dict.fromkeys(prompt['group'] for prompt in prompts):
        drawn = [(prompt, sorted(pictures.glob(f'{prompt["id"]}-?.png'))) for prompt in prompts if prompt['group'] == group]
        drawn = [(prompt, paths) for prompt, paths in drawn if paths]
        if not drawn:
            continue
        seeds = max(len(paths) for _, paths in drawn)
        rows = -(-len(drawn) // BLOCKS)
        sheet = Image.new('RGB', (BLOCKS * (seeds * SIDE + 8), rows * (SIDE + TITLE)), '#f4f4f4')
        pen = ImageDraw.Draw(sheet)
        for place, (prompt, paths) in enumerate(drawn):
            x, y = place // rows * (seeds * SIDE + 8), place % rows * (SIDE + TITLE)
            pen.text((x + 2, y + 2), prompt['text'], fill='#222222')
            for cell, path in enumerate(paths):
                sheet.paste(Image.open(path).resize((SIDE, SIDE), Image.Resampling.LANCZOS), (x + cell * SIDE, y + TITLE))
        sheets.append(out / f'{group}.png')
        sheet.save(sheets[-1])
    return sheets
