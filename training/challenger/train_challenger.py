"""Trains the challenger: a flow-matching denoiser told words and, most of the time, what other sets drew for them. On a CPU or a GPU."""
import argparse
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from captioned_pictures import GUIDES, WORD_SIZE, CaptionedPictures
from denoiser import Denoiser
from mixing import noised
from training_run import TrainingRun
from workshop_paths import RUNS

WIDTHS = (88, 144, 224)
LEAST_SQUARED_LEVEL = 0.25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--run', default='challenger', help='folder under the runs folder; an existing checkpoint is resumed')
    parser.add_argument('--scenes', type=Path, default=RUNS / 'scenes', help='what record-scenes.ts wrote')
    parser.add_argument('--samples', type=int, default=6_000_000, help='samples to see in all; the rate falls to zero towards it')
    parser.add_argument('--minutes', type=float, help='minutes to spend in all, those before a restart counted in; the rate falls to zero towards it')
    parser.add_argument('--cooldown', type=float, default=0.3, help='share of the way over which the rate falls')
    parser.add_argument('--batch', type=int, help='512 on a GPU, 16 without')
    parser.add_argument('--rate', type=float, default=2e-3)
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--checkpoint-minutes', type=float, default=3)
    options = parser.parse_args()
    device = 'cuda' if torch.cuda.is_available() else 'cpu'
    batch = options.batch or (512 if device == 'cuda' else 16)
    torch.set_num_threads(options.threads)
    torch.backends.cudnn.benchmark = True
    torch.set_float32_matmul_precision('high')
    torch.manual_seed(1)
    pictures = CaptionedPictures(options.scenes, device=device)
    model = Denoiser(widths=WIDTHS, guides=GUIDES, word_size=WORD_SIZE)
    run = TrainingRun(
        model, RUNS / options.run, rate=options.rate, samples=options.samples, cooldown=options.cooldown, minutes=options.minutes, device=device,
    )
    print(f'{sum(p.numel() for p in model.parameters()) / 1e6:.2f} million numbers, {len(pictures.items)} drawings, {len(pictures.scenes)} scenes, on {device}')

    def loss_of(generator):
        return challenger_loss(run.model, *pictures.batch(batch, generator), generator), batch

    def keep():
        # Small enough to be carried about; the checkpoint, with what the optimizer knows, is six times as large.
        torch.save({'settings': model.settings, 'average': {k: v.half() for k, v in run.average.state_dict().items()}, 'seen': run.seen}, RUNS / options.run / 'weights.pt')
        return {}

    run.run(loss_of, checkpoint_minutes=options.checkpoint_minutes, evaluate=keep)


def challenger_loss(model, clean, guides, words, generator: torch.Generator) -> torch.Tensor:
    """The squared error of the velocity, written as that of the clean latents."""
    noise = torch.randn(clean.shape, generator=generator, device=clean.device)
    level = torch.sigmoid(torch.randn(len(clean), generator=generator, device=clean.device) + 0.3)
    with torch.autocast(clean.device.type, dtype=torch.bfloat16):
        guess = model(noised(clean, noise, level).contiguous(memory_format=torch.channels_last), level, guides, words)
    weight = 1 / level.square().clamp(min=LEAST_SQUARED_LEVEL)
    return (weight * (guess - clean).square().mean((1, 2, 3))).mean()


if __name__ == '__main__':
    main()
