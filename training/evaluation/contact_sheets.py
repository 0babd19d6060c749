"""Lays drawn pictures out by group, seeds side by side, nothing picked: a row of the sheet is a prompt."""
import json
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent
SIDE, TITLE, BLOCKS = 128, 16, 4
CARD_EVERY, CARD_SIDE = 5, 112  # the model card shows every fifth prompt


def draw_sheets(pictures: Path, out: Path) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    prompts = json.loads((HERE / 'prompts.json').read_text())
    sheets = []
    for group in dict.fromkeys(prompt['group'] for prompt in prompts):
        sheet = laid_out([prompt for prompt in prompts if prompt['group'] == group], pictures, SIDE)
        if sheet:
            sheets.append(out / f'{group}.png')
            sheet.save(sheets[-1])
    return sheets


def draw_card_sheet(pictures: Path, out: Path) -> None:
    prompts = json.loads((HERE / 'prompts.json').read_text())
    sheet = laid_out(prompts[::CARD_EVERY], pictures, CARD_SIDE)
    if sheet:
        sheet.save(out, quality=82, method=6)


def laid_out(prompts: list[dict], pictures: Path, side: int) -> Image.Image | None:
    drawn = [(prompt, sorted(pictures.glob(f'{prompt["id"]}-?.png'))) for prompt in prompts]
    drawn = [(prompt, paths) for prompt, paths in drawn if paths]
    if not drawn:
        return None
    seeds = max(len(paths) for _, paths in drawn)
    rows = -(-len(drawn) // BLOCKS)
    sheet = Image.new('RGB', (BLOCKS * (seeds * side + 8), rows * (side + TITLE)), '#f4f4f4')
    pen = ImageDraw.Draw(sheet)
    for place, (prompt, paths) in enumerate(drawn):
        x, y = place // rows * (seeds * side + 8), place % rows * (side + TITLE)
        pen.text((x + 2, y + 2), prompt['text'], fill='#222222')
        for cell, path in enumerate(paths):
            sheet.paste(Image.open(path).resize((side, side), Image.Resampling.LANCZOS), (x + cell * side, y + TITLE))
    return sheet
