"""Compares exported autoencoders on the held-out drawings: PSNR, PSNR beside edges, time on one core, a sheet to look at."""
import argparse
import json
import time
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

from compositions import Drawings, evaluation_pictures
from picture_quality import edges, psnr, to_levels
from workshop_paths import RUNS, SHIPPED_MODEL

SHEET_ROWS = 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('folders', nargs='*', type=Path, default=[SHIPPED_MODEL, RUNS / 'export'], help='model folders, the one to beat first')
    parser.add_argument('--pictures', type=int, default=240)
    parser.add_argument('--noise', type=float, default=0.0, help='noise on the latents: how kind the decoder is to what was not encoded')
    parser.add_argument('--sheet', type=Path, default=RUNS / 'autoencoders.png')
    options = parser.parse_args()
    pictures = evaluation_pictures(Drawings(), options.pictures)
    columns, report = [[picture for _, picture in pictures]], {}
    for folder in options.folders:
        guesses, milliseconds = rebuild(folder, pictures, options.noise)
        columns.append([to_levels(guess).astype(np.uint8) for guess in guesses])
        report[str(folder)] = {**quality(guesses, pictures), **milliseconds}
    print(json.dumps(report, indent=1))
    write_sheet(options.sheet, columns)


def rebuild(folder: Path, pictures, noise: float):
    limits = onnxruntime.SessionOptions()
    limits.intra_op_num_threads = limits.inter_op_num_threads = 1
    encoder, decoder = (
        onnxruntime.InferenceSession(str(folder / name / 'model.onnx'), limits, providers=['CPUExecutionProvider'])
        for name in ('vae_encoder', 'vae_decoder')
    )
    random = np.random.default_rng(7)
    guesses, encoding, decoding = [], [], []
    for _, picture in pictures:
        sample = (picture.transpose(2, 0, 1)[None] / 127.5 - 1).astype(np.float32)
        # Processor time: other work on the machine does not count.
        start = time.process_time()
        [latents] = encoder.run(None, {'sample': sample})
        middle = time.process_time()
        latents = latents + noise * random.standard_normal(latents.shape).astype(np.float32)
        again = time.process_time()
        [guess] = decoder.run(None, {'latent_sample': latents})
        decoding.append(time.process_time() - again)
        encoding.append(middle - start)
        guesses.append(guess[0].transpose(1, 2, 0))
    return guesses, {'encode_ms': round(float(np.median(encoding)) * 1e3, 1), 'decode_ms': round(float(np.median(decoding)) * 1e3, 1)}


def quality(guesses, pictures) -> dict:
    """Means of the PSNR of each picture, as decibels are usually averaged; `pooled` is that of the mean error."""
    whole = [psnr(guess, picture) for guess, (_, picture) in zip(guesses, pictures, strict=True)]
    masks = [edges(picture) for _, picture in pictures]
    rim = [psnr(guess, picture, mask) for guess, (_, picture), mask in zip(guesses, pictures, masks, strict=True) if mask.any()]
    rest = [psnr(guess, picture, ~mask) for guess, (_, picture), mask in zip(guesses, pictures, masks, strict=True)]
    found = {'psnr': whole, 'psnr_edges': rim, 'psnr_away_from_edges': rest}
    for kind in ('white', 'colour', 'scene'):
        found[f'psnr_{kind}'] = [value for value, (name, _) in zip(whole, pictures, strict=True) if name == kind]
    pooled = -10 * np.log10(np.mean([10 ** (-value / 10) for value in whole]))
    return {**{name: round(float(np.mean(values)), 2) for name, values in found.items()}, 'psnr_pooled': round(float(pooled), 2)}


def write_sheet(path: Path, columns) -> None:
    """Originals in the first column of each triple, then the folders in the order given."""
    rows = [np.concatenate([column[i] for column in columns], 1) for i in range(min(2 * SHEET_ROWS, len(columns[0])))]
    half = len(rows) // 2
    sheet = np.concatenate([np.concatenate(rows[:half], 0), np.concatenate(rows[half : 2 * half], 0)], 1)
    Image.fromarray(sheet).save(path)
    print(path)


if __name__ == '__main__':
    main()
