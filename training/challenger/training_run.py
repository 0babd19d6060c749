"""What every run of this room shares: a checkpoint written whole or not at all, chance that follows the step, a rate that follows progress."""
import copy
import json
import os
import sys
import time
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from muon import Muon

RISE = 20_000  # samples until the full rate
LOGGED_EVERY = 50  # steps


class TrainingRun:
    """Model, running average, optimizer and how far they are. Resumed, it goes on as if it had never stopped: every step draws
    its chance from a generator seeded by the step, and nothing else is drawn from."""

    def __init__(self, model, folder: Path, *, rate: float, samples: int, cooldown: float, minutes: float | None = None, seed: int = 1, device='cpu'):
        self.model = model.to(device, memory_format=torch.channels_last).train()
        self.average = copy.deepcopy(self.model).eval().requires_grad_(False)
        self.optimizer = Muon(self.model, rate=rate)
        self.folder, self.rate, self.samples, self.cooldown, self.minutes = folder, rate, samples, cooldown, minutes
        self.seed, self.device = seed, torch.device(device)
        self.steps = self.seen = 0
        self.spent = 0.0
        folder.mkdir(parents=True, exist_ok=True)
        if self.checkpoint.exists():
            self.load()

    @property
    def checkpoint(self) -> Path:
        return self.folder / 'checkpoint.pt'

    def load(self) -> None:
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state['model'])
        self.average.load_state_dict(state['average'])
        self.optimizer.load_state_dict(state['optimizer'])
        self.steps, self.seen, self.spent = state['steps'], state['seen'], state['spent']

    def save(self) -> None:
        part = self.checkpoint.with_suffix('.part')
        torch.save({
            'model': self.model.state_dict(), 'average': self.average.state_dict(), 'optimizer': self.optimizer.state_dict(),
            'settings': self.model.settings, 'steps': self.steps, 'seen': self.seen, 'spent': self.spent,
        }, part)
        os.replace(part, self.checkpoint)

    def generator(self) -> torch.Generator:
        return torch.Generator(self.device).manual_seed(self.seed * 1_000_000_007 + self.steps)

    @property
    def progress(self) -> float:
        """0 at the start, 1 at the end of whichever runs out first, samples or minutes."""
        return max(self.seen / self.samples, self.spent / 60 / self.minutes if self.minutes else 0.0)

    def rate_now(self) -> float:
        return self.rate * rate_share(seen=self.seen, progress=self.progress, cooldown=self.cooldown)

    def learn(self, loss: torch.Tensor, count: int) -> None:
        for group in self.optimizer.param_groups:
            group['lr'] = self.rate_now()
        self.model.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.steps += 1
        self.seen += count
        follow(self.average, self.model, self.steps)

    def run(self, loss_of, *, checkpoint_minutes: float, evaluate=None) -> None:
        """@param loss_of called with the step's generator -> loss, number of samples  @param evaluate called at each checkpoint -> facts for the log"""
        before, started, saved, losses = self.spent, time.time(), time.time(), []
        seen_before = self.seen
        while self.progress < 1:
            loss, count = loss_of(self.generator())
            self.learn(loss, count)
            self.spent = before + time.time() - started
            losses.append(loss.detach())
            done = self.progress >= 1
            if self.steps % LOGGED_EVERY == 0 or done:
                speed = (self.seen - seen_before) / max(1e-9, self.spent - before)
                print(f'{self.seen} samples, {self.spent / 60:.1f} min, {speed:.1f} samples/s, loss {torch.stack(losses[-LOGGED_EVERY:]).mean():.4f}', flush=True)
            if done or time.time() - saved > 60 * checkpoint_minutes:
                self.save()
                line = {'seen': self.seen, 'hours': round(self.spent / 3600, 3), 'loss': round(float(torch.stack(losses).mean()), 5), **(evaluate() if evaluate else {})}
                with open(self.folder / 'progress.jsonl', 'a') as log:
                    log.write(json.dumps(line) + '\n')
                saved, losses = time.time(), losses[-LOGGED_EVERY:]


def rate_share(*, seen: int, progress: float, cooldown: float) -> float:
    """Rises over the first samples, stays, falls to zero over the last `cooldown` of the way."""
    return max(0.0, min(1.0, (seen + RISE / 20) / RISE, (1 - progress) / cooldown))


@torch.no_grad()
def follow(average, model, steps: int) -> None:
    share = 1 - min(0.999, steps / (steps + 20))
    for mean, value in zip(average.state_dict().values(), model.state_dict().values(), strict=True):
        mean.lerp_(value, share) if mean.is_floating_point() else mean.copy_(value)
