"""Holds the challenger's pictures and words against what was asked for; needs the shipped model and nothing that was fetched or trained."""
import json
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from PIL import Image

HERE = Path(__file__).resolve().parent
torch.set_num_threads(1)
sys.path.insert(0, str(HERE))
from captioned_pictures import FELLOWS, LENGTH, SIDE, STYLES, VECTOR, WORD_SIZE, CaptionedPictures, Words
from denoiser import Denoiser
from draw_challenger import caption_of, walk
from export_autoencoder import open_graph
from train_challenger import challenger_loss
from workshop_paths import SHIPPED_MODEL


def chance(seed=1):
    return torch.Generator().manual_seed(seed)


def scenes_in(folder: Path) -> Path:
    """A blue sheet, and a green one on whose lower half things stand."""
    scenes, stock = [], b''
    for colour, words, ground in (((0, 0, 250), 'on a blue background', None), ((0, 250, 0), 'on the grass', 0.75)):
        Image.new('RGB', (SIDE, SIDE), colour).save(folder / 'scene.webp', lossless=True)
        webp = (folder / 'scene.webp').read_bytes()
        scenes.append({'at': len(stock), 'size': len(webp), 'words': words, 'ground': ground})
        stock += webp
    (folder / 'scenes.bin').write_bytes(stock)
    (folder / 'scenes.json').write_text(json.dumps(scenes))
    return folder


class Pictures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.pictures = CaptionedPictures(scenes_in(Path(cls.folder.name)), most=40)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_the_encoder_computes_what_the_shipped_graph_does(self):
        picture = torch.rand(1, 3, 64, 72, generator=chance()) * 2 - 1
        [known] = open_graph(SHIPPED_MODEL / 'vae_encoder' / 'model.onnx').run(None, {'sample': picture.numpy()})
        np.testing.assert_allclose(self.pictures.encoder(picture).numpy(), known, atol=1e-4)

    def test_a_drawing_lands_in_its_box_and_its_mirror_image_mirrored(self):
        straight, mirrored = self.pictures.compose([[(3, 0.3, 0.6, 0.5, False)], [(3, 0.7, 0.6, 0.5, True)]], [None, None])
        rows, columns = np.nonzero((straight < 0.9).any(0).numpy())
        self.assertGreaterEqual(columns.min(), 0.05 * SIDE - 2)
        self.assertLessEqual(columns.max(), 0.55 * SIDE + 2)
        self.assertGreaterEqual(rows.min(), 0.35 * SIDE - 2)
        self.assertLessEqual(rows.max(), 0.85 * SIDE + 2)
        self.assertGreater(len(rows), 1000)
        torch.testing.assert_close(mirrored, straight.flip(2), atol=2e-2, rtol=0)

    def test_scenes_stay_where_no_drawing_is(self):
        [blue] = self.pictures.compose([[(3, 0.5, 0.5, 0.3, False)]], [0])
        corner = blue[:, 0, 0] * 0.5 + 0.5
        torch.testing.assert_close(corner, torch.tensor([0, 0, 250 / 255]), atol=0.02, rtol=0)

    def test_a_batch_follows_from_its_seed(self):
        one, same, other = (self.pictures.batch(4, chance(seed)) for seed in (5, 5, 6))
        for a, b in zip(one, same, strict=True):
            torch.testing.assert_close(a, b, rtol=0, atol=0)
        self.assertGreater(float((one[0] - other[0]).abs().max()), 0.1)
        self.assertEqual([tuple(part.shape) for part in one], [(4, 8, 32, 32), (4, 16, 32, 32), (4, LENGTH, WORD_SIZE)])

    def test_a_drawing_without_fellows_is_never_its_own_guide(self):
        random, lonely, guided = np.random.default_rng(1), 0, 0
        for _ in range(200):
            plan = self.pictures.plan(random)
            for thing, (drawing, *_) in enumerate(plan['rows'][0]):
                shown = {plan['rows'][1 + fellow][thing][0] for fellow in range(FELLOWS)}
                lonely += drawing in shown
                guided += not plan['unguided']
                self.assertFalse(drawing in shown and not plan['unguided'])
        self.assertGreater(lonely, 0)

    def test_one_step_of_training_moves_the_network(self):
        torch.manual_seed(1)
        model = Denoiser(widths=(16, 32, 32), blocks=1, guides=16, word_size=WORD_SIZE)
        loss = challenger_loss(model, *self.pictures.batch(2, chance()), chance())
        loss.backward()
        self.assertGreater(float(model.leave.weight.grad.abs().max()), 0)


class Captions(unittest.TestCase):
    def test_words_styles_and_places_have_rows_of_their_own(self):
        rows = Words().rows(caption_of('apple, flat on the grass'))
        self.assertGreater(np.abs(rows[0, :VECTOR]).max(), 0.1)
        self.assertEqual(rows[1, VECTOR + STYLES.index('flat')], 1)
        self.assertEqual(np.abs(rows[1, :VECTOR]).max(), 0)
        self.assertEqual(rows[:, -1].tolist(), [0, 0, 1, 1, 1] + [0] * (LENGTH - 5))

    def test_silence_and_unknown_words_are_rows_of_zeros(self):
        self.assertEqual(np.abs(Words().rows([])).max(), 0)
        self.assertEqual(np.abs(Words().rows([('qxzzyq', None)])).max(), 0)


class Walk(unittest.TestCase):
    def test_it_ends_where_the_denoiser_points(self):
        target = torch.randn(1, 8, 16, 16, generator=chance())
        found = walk(lambda current, level, guides, words: target, torch.randn(1, 8, 16, 16), torch.zeros(1, LENGTH, WORD_SIZE), steps=5, guidance=3)
        torch.testing.assert_close(found, target)

    def test_guidance_goes_beyond_what_the_words_give(self):
        told = lambda current, level, guides, words: torch.full_like(current, float(words.abs().sum() > 0))
        found = walk(told, torch.randn(1, 8, 4, 4), torch.ones(1, LENGTH, WORD_SIZE), steps=3, guidance=3)
        torch.testing.assert_close(found, torch.full_like(found, 3))


if __name__ == '__main__':
    unittest.main()
