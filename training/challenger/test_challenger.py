"""Holds the mathematics of this room against what is known of it: python -m unittest discover training/challenger"""
import json
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
import torch

HERE = Path(__file__).resolve().parent
torch.set_num_threads(1)
sys.path.insert(0, str(HERE))
from denoiser import Denoiser
from export_refiner import export, open_graph
from mixing import mixtures, nearest, noised, shares, shift
from recorded_mixtures import MOST, SHAPE, RecordedMixtures
from train_refiner import refiner_loss
from training_run import RISE, TrainingRun, rate_share


def chance(seed=1):
    return torch.Generator().manual_seed(seed)


def small():
    torch.manual_seed(1)
    return Denoiser(widths=(16, 32, 32), blocks=1)


def write_records(folder: Path, pictures: int = 6) -> RecordedMixtures:
    """As record-mixtures.ts writes them: scene, exemplars, mixture; the exemplars of picture i are i + 1 times noise."""
    random, written, lines = np.random.default_rng(3), [], []
    for i in range(pictures):
        count = 1 + i % MOST
        written.append(random.normal(size=(count + 2, *SHAPE)).astype(np.float16))
        written[-1][1:] += i
        next_at = sum(part.nbytes for part in written)
        lines.append(json.dumps({'label': f'thing {i}', 'exemplars': count, 'next': next_at}))
    (folder / 'mixtures.f16').write_bytes(b''.join(part.tobytes() for part in written))
    (folder / 'mixtures.jsonl').write_text('\n'.join(lines) + '\n')
    return RecordedMixtures(folder)


class Records(unittest.TestCase):
    def test_a_record_is_read_as_it_was_written(self):
        with tempfile.TemporaryDirectory() as folder:
            recorded = write_records(Path(folder))
            exemplars, present, mixture = recorded.take(np.array([0, 4]))
            self.assertEqual(present.sum(1).tolist(), [1, 5])
            # Scenes have mean 0, everything else of picture 4 mean 4.
            for part in (*exemplars[1, :5], mixture[1]):
                self.assertAlmostEqual(float(part.mean()), 4, delta=0.1)
            self.assertAlmostEqual(float(mixture[0].mean()), 0, delta=0.1)

    def test_labels_are_learned_or_held_out_and_never_both(self):
        with tempfile.TemporaryDirectory() as folder:
            recorded = write_records(Path(folder), 200)
            self.assertEqual(set(recorded.learned) & set(recorded.held_out), set())
            self.assertGreater(len(recorded.held_out), 0)
            self.assertGreater(len(recorded.learned), 150)


class Mixing(unittest.TestCase):
    def setUp(self):
        self.latents = torch.randn(5, 4, *SHAPE, generator=chance())
        self.present = torch.tensor([[True] * count + [False] * (4 - count) for count in (1, 2, 3, 4, 4)])

    def test_shares_sum_to_one_and_leave_out_what_is_not_there(self):
        for seed in range(20):
            found = shares(self.present, (32, 32), chance(seed))
            torch.testing.assert_close(found.sum(1), torch.ones(5, 32, 32))
            self.assertEqual(float(found[~self.present].abs().max()), 0)

    def test_drawings_that_are_alike_mix_to_themselves_up_to_a_shift(self):
        alike = self.latents[:, :1].expand(-1, 4, -1, -1, -1).mean((3, 4), keepdim=True).expand(-1, -1, -1, 32, 32)
        for seed in range(20):
            torch.testing.assert_close(mixtures(alike, self.present, chance(seed)), alike[:, 0], atol=1e-5, rtol=0)

    def test_several_drawings_take_part_and_each_mostly_whole(self):
        leading, won = [], []
        for seed in range(40):
            found = shares(self.present[3:], (32, 32), chance(seed))
            leading.append(found.mean((2, 3)).max(1).values.mean())
            won.append(found.max(1).values.mean())
        self.assertLess(float(np.mean(leading)), 0.75)  # no single one everywhere
        self.assertGreater(float(np.mean(won)), 0.7)  # yet at a place it is mostly one

    def test_a_shift_goes_one_place_at_most(self):
        ramp = torch.arange(32.0).expand(1, 8, 32, 32)
        moved = {float((shift(ramp, chance(seed)) - ramp).abs().max()) for seed in range(60)}
        self.assertEqual(moved, {0.0, 1.0})

    def test_the_nearest_drawing_is_found_among_those_present(self):
        mixture = self.latents[:, 3] * 0.9 + self.latents[:, 0] * 0.1
        found = nearest(mixture, self.latents, self.present)
        torch.testing.assert_close(found[3:], self.latents[3:, 3])
        torch.testing.assert_close(found[0], self.latents[0, 0])

    def test_noise_lies_on_the_straight_line(self):
        clean, noise = torch.randn(2, 3, *SHAPE, generator=chance())
        torch.testing.assert_close(noised(clean, noise, torch.zeros(3)), clean)
        torch.testing.assert_close(noised(clean, noise, torch.ones(3)), noise)
        step = noised(clean, noise, torch.full((3,), 0.4)) - noised(clean, noise, torch.full((3,), 0.1))
        torch.testing.assert_close(step, 0.3 * (noise - clean))


class Network(unittest.TestCase):
    def test_untrained_it_changes_nothing_whatever_the_shape(self):
        for height, width in ((32, 32), (27, 36), (45, 27)):
            sample = torch.randn(2, 8, height, width, generator=chance())
            torch.testing.assert_close(small()(sample, torch.tensor([0.1, 0.5])), sample)

    @torch.no_grad()
    def test_words_and_guides_are_heard_once_trained(self):
        torch.manual_seed(1)
        model = Denoiser(widths=(16, 32, 32), blocks=1, guides=16, word_size=20)
        for parameter in model.parameters():
            torch.nn.init.normal_(parameter, std=0.05, generator=chance())
        sample, guides, words = torch.randn(1, 8, 16, 16), torch.randn(1, 16, 16, 16), torch.randn(1, 5, 20)
        said = model(sample, torch.tensor([0.5]), guides, words)
        for other in (model(sample, torch.tensor([0.5]), guides, words * 0), model(sample, torch.tensor([0.5]), guides * 0, words), model(sample, torch.tensor([0.9]), guides, words)):
            self.assertGreater(float((said - other).abs().max()), 1e-4)


class Export(unittest.TestCase):
    def test_the_graph_computes_what_the_network_does_from_half_the_bytes(self):
        model = small().eval().requires_grad_(False)
        for parameter in model.parameters():
            torch.nn.init.normal_(parameter, std=0.05, generator=chance())
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / 'refiner' / 'model.onnx'
            export(model, path)
            self.assertLess(path.stat().st_size, 3 * sum(p.numel() for p in model.parameters()) + 60_000)
            self.assertEqual({tensor.data_type for tensor in onnx.load(path).graph.initializer if tensor.name.endswith('_half')}, {onnx.TensorProto.FLOAT16})
            sample = torch.randn(1, 8, 45, 27, generator=chance(2))
            [found] = open_graph(path).run(None, {'sample': sample.numpy(), 'noise_level': np.array([0.2], np.float32)})
            self.assertGreater(float(np.abs(found - sample.numpy()).max()), 0.01)
            np.testing.assert_allclose(found, model(sample, torch.tensor([0.2])).numpy(), atol=1e-4)


class Runs(unittest.TestCase):
    def run_for(self, folder: Path, recorded, samples: list[int]) -> TrainingRun:
        """A run that is stopped and taken up again at each of `samples`, as a new process would; the rate follows the last."""
        for until in samples:
            run = TrainingRun(small(), folder, rate=1e-2, samples=samples[-1], cooldown=0.5)
            while run.seen < until:
                run.learn(refiner_loss(run.model, recorded, batch=4, noise=0.5, generator=run.generator()), 4)
            run.save()
        return run

    def test_stopped_and_resumed_it_has_the_weights_of_a_run_that_was_never_stopped(self):
        with tempfile.TemporaryDirectory() as folder:
            recorded = write_records(Path(folder))
            whole = self.run_for(Path(folder) / 'whole', recorded, [24])
            parts = self.run_for(Path(folder) / 'parts', recorded, [4, 12, 24])
            for kind in ('model', 'average'):
                for name, value in getattr(whole, kind).state_dict().items():
                    torch.testing.assert_close(getattr(parts, kind).state_dict()[name], value, rtol=0, atol=0, msg=f'{kind} {name}')
            moved = sum(float((a - b).detach().abs().sum()) for a, b in zip(whole.model.parameters(), small().parameters(), strict=True))
            self.assertGreater(moved, 1)

    def test_a_checkpoint_that_was_being_written_does_not_harm_the_last_whole_one(self):
        with tempfile.TemporaryDirectory() as folder:
            recorded = write_records(Path(folder))
            run = self.run_for(Path(folder) / 'run', recorded, [8])
            run.checkpoint.with_suffix('.part').write_bytes(b'half')
            again = TrainingRun(small(), Path(folder) / 'run', rate=1e-2, samples=16, cooldown=0.5)
            self.assertEqual((again.seen, again.steps), (8, 2))

    def test_it_learns(self):
        with tempfile.TemporaryDirectory() as folder:
            recorded = write_records(Path(folder))
            run = TrainingRun(small(), Path(folder) / 'run', rate=1e-2, samples=10**6, cooldown=0.5)
            run.seen = RISE
            losses = []
            for _ in range(40):
                loss = refiner_loss(run.model, recorded, batch=8, noise=0.5, generator=run.generator())
                run.learn(loss, 8)
                losses.append(loss.item())
            self.assertLess(np.mean(losses[-8:]), 0.9 * np.mean(losses[:8]))

    def test_the_rate_rises_stays_and_falls_to_zero(self):
        of = lambda progress, seen=10 * RISE: rate_share(seen=seen, progress=progress, cooldown=0.3)
        self.assertLess(of(0, seen=0), 0.1)
        self.assertAlmostEqual(rate_share(seen=RISE // 2, progress=0.01, cooldown=0.3), 0.55, places=6)
        self.assertEqual([of(0.1), of(0.5), of(0.69)], [1, 1, 1])
        self.assertAlmostEqual(of(0.85), 0.5)
        self.assertAlmostEqual(of(1), 0)

    def test_progress_is_that_of_whichever_runs_out_first(self):
        with tempfile.TemporaryDirectory() as folder:
            run = TrainingRun(small(), Path(folder), rate=1, samples=1000, cooldown=0.3, minutes=10)
            run.seen, run.spent = 100, 300
            self.assertAlmostEqual(run.progress, 0.5)
            run.seen = 900
            self.assertAlmostEqual(run.progress, 0.9)


if __name__ == '__main__':
    unittest.main()
