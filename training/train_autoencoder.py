"""Trains the autoencoder; stops and resumes anywhere, on one or more CPU processes or on a GPU, with the same checkpoints."""
import argparse
import copy
import json
import os
import time

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as processes
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from autoencoder import FACTOR, Autoencoder
from compositions import Drawings, TrainingCrops, evaluation_pictures
from muon import Muon
from picture_quality import psnr
from workshop_paths import DATA, RUNS

COLOUR_WEIGHT = 0.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--run', default='autoencoder', help='folder under the runs folder; an existing checkpoint is resumed')
    parser.add_argument('--pictures', type=int, default=1_000_000, help='crops to see in all; the rate falls to zero towards it')
    parser.add_argument('--cooldown', type=float, default=0.3, help='share of the pictures over which the rate falls')
    parser.add_argument('--size', type=int, default=128, help='side of a crop in pixels')
    parser.add_argument('--batch', type=int, default=16, help='crops per process and step')
    parser.add_argument('--rate', type=float, default=2e-3)
    parser.add_argument('--noise', type=float, default=0.1, help='most noise on latents; each crop draws its own')
    parser.add_argument('--mixed', type=float, default=0.25, help='share of crops whose latents are mixed with those of another')
    parser.add_argument('--processes', type=int, default=2, help='CPU processes of one thread each; a GPU takes one')
    parser.add_argument('--loaders', type=int, default=0, help='processes that cut crops for each training process; a GPU wants a dozen')
    parser.add_argument('--checkpoint-minutes', type=float, default=4)
    parser.add_argument('--evaluate-minutes', type=float, default=8)
    options = parser.parse_args()
    (RUNS / options.run).mkdir(parents=True, exist_ok=True)
    count = 1 if torch.cuda.is_available() else options.processes
    os.environ.setdefault('MASTER_ADDR', '127.0.0.1')
    os.environ.setdefault('MASTER_PORT', '29731')
    # Freed tensors stay with the process: giving them back and faulting them in again costs a tenth of the time.
    os.environ.setdefault('MALLOC_TRIM_THRESHOLD_', '100000000000')
    os.environ.setdefault('MALLOC_MMAP_THRESHOLD_', '100000000000')
    (RUNS / options.run / 'pid').write_text(str(os.getpid()))
    processes.spawn(train, (count, options), nprocs=count)


def train(rank: int, count: int, options) -> None:
    device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
    torch.set_num_threads(1 if device.type == 'cpu' else 8)
    if count > 1:
        dist.init_process_group('gloo', rank=rank, world_size=count)
    torch.manual_seed(1)
    model = Autoencoder().to(device, memory_format=torch.channels_last)
    average = copy.deepcopy(model).eval()
    optimizer = Muon(model, rate=options.rate)
    folder = RUNS / options.run
    seen, spent = resume(folder, model, average, optimizer, device)
    torch.manual_seed(1000 * rank + seen)

    stream = CropStream(size=options.size, seed=[seen, rank])
    batches = iter(DataLoader(stream, batch_size=options.batch, num_workers=options.loaders))
    held_out = evaluation_pictures(Drawings(), 60) if rank == 0 else []
    model.train()
    started = saved = evaluated = time.time()
    losses = []
    while seen < options.pictures:
        for group in optimizer.param_groups:
            group['lr'] = options.rate * rate_share(seen, options)
        pictures = next(batches).to(device).permute(0, 3, 1, 2).float() / 127.5 - 1
        noise = torch.rand(len(pictures), 1, 1, 1, device=device) * options.noise
        mixing = blocks(len(pictures), options.size // FACTOR, options.mixed, device)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            guess, colours = model(pictures.contiguous(memory_format=torch.channels_last), noise, mixing)
        target = torch.where(enlarged(mixing), pictures.roll(-1, 0), pictures)
        loss = reconstruction_loss(guess, target) + COLOUR_WEIGHT * colour_loss(colours, pictures)
        model.zero_grad(set_to_none=True)
        loss.backward()
        average_gradients(model, count)
        optimizer.step()
        seen += options.batch * count
        follow(average, model, seen / (options.batch * count))
        losses.append(loss.item())

        now = time.time()
        due = torch.tensor([now - saved > 60 * options.checkpoint_minutes, now - evaluated > 60 * options.evaluate_minutes])
        if rank == 0 and (due[0] or seen >= options.pictures):
            save(folder, model, average, optimizer, seen, spent + now - started)
            saved = now
        if rank == 0 and (due[1] or seen >= options.pictures):
            quality = held_out_quality(average, held_out, device)
            line = {'seen': seen, 'hours': round((spent + now - started) / 3600, 3), 'loss': float(np.mean(losses)), 'psnr': round(quality, 2)}
            (folder / 'progress.jsonl').open('a').write(json.dumps(line) + '\n')
            evaluated, losses = now, []
        if rank == 0 and len(losses) % 50 == 1:
            print(f'{seen} crops, {now - started:.0f} s, loss {np.mean(losses[-50:]):.4f}', flush=True)


class CropStream(IterableDataset):
    """Crops for one training process, made in it or in loaders of its own; each has other ones."""

    def __init__(self, *, size: int, seed: list[int]):
        super().__init__()
        self.size, self.seed = size, seed

    def __iter__(self):
        loader = get_worker_info()
        sets = [item['set'] for item in json.loads((DATA / 'drawings.json').read_text())['items']]
        seed = [*self.seed, 0 if loader is None else loader.id]
        return TrainingCrops(Drawings(), size=self.size, seed=seed, sets=sets)


def reconstruction_loss(guess: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Absolute error for flat grounds, squared for PSNR, and the error of differences between neighbours for crisp edges."""
    error = guess - target
    across, down = error[..., 1:] - error[..., :-1], error[..., 1:, :] - error[..., :-1, :]
    return error.abs().mean() + 4 * error.square().mean() + 0.5 * (across.abs().mean() + down.abs().mean())


def colour_loss(colours: torch.Tensor, pictures: torch.Tensor) -> torch.Tensor:
    return (colours - torch.nn.functional.avg_pool2d(pictures, FACTOR)).abs().mean()


def blocks(count: int, side: int, share: float, device) -> torch.Tensor:
    """bool[count, 1, side, side]: square blocks by chance in `share` of the pictures, nothing in the others."""
    cell = (2, 4, 8)[int(torch.randint(3, ()))]
    cells = torch.rand(count, 1, -(-side // cell) + 1, -(-side // cell) + 1, device=device) < 0.5
    cells &= torch.rand(count, 1, 1, 1, device=device) < share
    shift = int(torch.randint(cell, ()))
    return cells.repeat_interleave(cell, 2).repeat_interleave(cell, 3)[..., shift : shift + side, shift : shift + side]


def enlarged(mixing: torch.Tensor) -> torch.Tensor:
    return mixing.repeat_interleave(FACTOR, 2).repeat_interleave(FACTOR, 3)


def rate_share(seen: int, options) -> float:
    """Rises over the first 10,000 crops, stays, falls to zero over the cooldown: it follows crops seen, not time."""
    left = (options.pictures - seen) / (options.pictures * options.cooldown)
    return max(0.0, min(1.0, (seen + 500) / 10_000, left))


def average_gradients(model, count: int) -> None:
    if count == 1:
        return
    gradients = [p.grad for p in model.parameters()]
    flat = torch.cat([g.flatten() for g in gradients])
    dist.all_reduce(flat)
    for gradient, part in zip(gradients, flat.div_(count).split([g.numel() for g in gradients]), strict=True):
        gradient.copy_(part.view_as(gradient))


@torch.no_grad()
def follow(average, model, steps: float) -> None:
    share = 1 - min(0.998, steps / (steps + 20))
    for mean, value in zip(average.state_dict().values(), model.state_dict().values(), strict=True):
        mean.lerp_(value, share) if mean.is_floating_point() else mean.copy_(value)


@torch.no_grad()
def held_out_quality(model, held_out, device) -> float:
    found = []
    for _, picture in held_out:
        x = torch.from_numpy(picture).to(device).permute(2, 0, 1)[None].float() / 127.5 - 1
        with torch.autocast(device.type, dtype=torch.bfloat16):
            guess, _ = model(x)
        found.append(psnr(guess[0].permute(1, 2, 0).float().cpu().numpy(), picture))
    return float(np.mean(found))


def save(folder, model, average, optimizer, seen: int, spent: float) -> None:
    state = {'model': model.state_dict(), 'average': average.state_dict(), 'optimizer': optimizer.state_dict(), 'seen': seen, 'spent': spent}
    torch.save(state, folder / 'checkpoint.part')
    os.replace(folder / 'checkpoint.part', folder / 'checkpoint.pt')


def resume(folder, model, average, optimizer, device) -> tuple[int, float]:
    """Crops seen and seconds spent so far."""
    path = folder / 'checkpoint.pt'
    if not path.exists():
        return 0, 0.0
    state = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(state['model'])
    average.load_state_dict(state['average'])
    optimizer.load_state_dict(state['optimizer'])
    return state['seen'], state['spent']


if __name__ == '__main__':
    main()
