"""Trains the refiner: mixtures in, at a low noise level, the nearest single drawing out. Stops and resumes anywhere, on a CPU or a GPU."""
import argparse
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from denoiser import Denoiser
from mixing import mixtures, nearest, noised
from recorded_mixtures import RecordedMixtures
from training_run import TrainingRun
from workshop_paths import RUNS

# Of the samples: as the sampler mixed them, and not mixed at all, so that a clean drawing is left alone. The rest is mixed by chance.
RECORDED, CLEAN = 0.5, 0.25
# Of the mixed samples: brought part of the way already, as the second and later steps of the refiner find them.
PARTLY_DONE = 0.5
JUDGED_AT = (0.06, 0.12, 0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--run', default='refiner', help='folder under the runs folder; an existing checkpoint is resumed')
    parser.add_argument('--mixtures', type=Path, default=RUNS / 'mixtures', help='what record-mixtures.ts wrote')
    parser.add_argument('--begin', help='run whose average a new run begins with')
    parser.add_argument('--noise', type=float, default=0.25, help='most noise; the refiner may take over below it')
    parser.add_argument('--samples', type=int, default=1_000_000, help='samples to see in all; the rate falls to zero towards it')
    parser.add_argument('--minutes', type=float, help='minutes to spend in all, those before a restart counted in; the rate falls to zero towards it')
    parser.add_argument('--cooldown', type=float, default=0.3, help='share of the way over which the rate falls')
    parser.add_argument('--batch', type=int, default=48)
    parser.add_argument('--rate', type=float, default=1.5e-3)
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--checkpoint-minutes', type=float, default=4)
    options = parser.parse_args()
    device = 'cuda' if torch.cuda.is_available() else 'cpu'
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    recorded = RecordedMixtures(options.mixtures)
    model = Denoiser()
    if options.begin:
        model.load_state_dict(torch.load(RUNS / options.begin / 'checkpoint.pt', weights_only=True)['average'])
    run = TrainingRun(
        model, RUNS / options.run, rate=options.rate, samples=options.samples, cooldown=options.cooldown, minutes=options.minutes, device=device,
    )
    print(f'{sum(p.numel() for p in run.model.parameters()) / 1e6:.2f} million numbers, {len(recorded.learned)} recorded pictures, {len(recorded.held_out)} held out')
    run.run(
        lambda generator: (refiner_loss(run.model, recorded, batch=options.batch, noise=options.noise, generator=generator), options.batch),
        checkpoint_minutes=options.checkpoint_minutes,
        evaluate=lambda: judge(run.average, recorded, run.device),
    )


def refiner_loss(model, recorded: RecordedMixtures, *, batch: int, noise: float, generator: torch.Generator) -> torch.Tensor:
    device = generator.device

    def chance(*shape):
        return torch.rand(*shape, generator=generator, device=device)

    chosen = recorded.learned[(chance(batch).cpu().numpy() * len(recorded.learned)).astype(np.int64)]
    exemplars, present, sampled = recorded.take(chosen, device)
    kind = chance(batch, 1, 1, 1)
    mixture = torch.where(kind < RECORDED, sampled, mixtures(exemplars, present, generator))
    mixture = torch.where(kind >= 1 - CLEAN, exemplars[torch.arange(batch, device=device), (chance(batch) * present.sum(1)).long()], mixture)
    clean = nearest(mixture, exemplars, present)
    done = chance(batch, 1, 1, 1) ** 2 * (chance(batch, 1, 1, 1) < PARTLY_DONE)
    noise_level = chance(batch) * noise
    disturbance = torch.randn(clean.shape, generator=generator, device=device)
    sample = noised(torch.lerp(mixture, clean, done), disturbance, noise_level)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        guess = model(sample.contiguous(memory_format=torch.channels_last), noise_level)
    # The velocity's error is this over the squared noise level; weighed so, the lowest levels would drown all others.
    return (guess - clean).square().mean()


@torch.no_grad()
def judge(model, recorded: RecordedMixtures, device, most: int = 128) -> dict:
    """On held-out labels, as the sampler mixed them: mean squared distance to the nearest drawing, as it was and by noise level."""
    exemplars, present, sampled = recorded.take(recorded.held_out[:most], device)
    clean = nearest(sampled, exemplars, present)
    facts = {'unrefined': round(float((sampled - clean).square().mean()), 5)}
    generator = torch.Generator(device).manual_seed(7)
    for level in JUDGED_AT:
        levels = torch.full((len(clean),), level, device=device)
        sample = noised(sampled, torch.randn(clean.shape, generator=generator, device=device), levels)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            guess = model(sample.contiguous(memory_format=torch.channels_last), levels)
        facts[f'at {level}'] = round(float((guess - clean).square().mean()), 5)
    return facts


if __name__ == '__main__':
    main()
