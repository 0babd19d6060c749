"""Holds the rulers against pictures whose answer is known."""
import json
import sys
import unittest
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from colour_names import has_colour
from scene_rules import read_scene
from subject_ink import crop, halves, ink_mask, pieces

SIDE = 256


def sheet(colour=(255, 255, 255)):
    return np.full((SIDE, SIDE, 3), colour, np.uint8)


def landscape(sky_top, sky_low, ground, horizon=0.66):
    share = np.linspace(0, 1, SIDE)[:, None, None]
    picture = np.broadcast_to(np.array(sky_top) * (1 - share) + np.array(sky_low) * share, (SIDE, SIDE, 3)).astype(np.uint8).copy()
    picture[int(horizon * SIDE) :] = ground
    return picture


class Ink(unittest.TestCase):
    def test_two_squares_are_two_pieces_and_two_halves(self):
        picture = sheet()
        picture[100:160, 20:90] = picture[100:160, 150:220] = (200, 30, 30)
        ink = ink_mask(picture, sheet())
        self.assertEqual(len(pieces(ink)), 2)
        left, right = halves(ink)
        self.assertFalse((left & right).any())
        self.assertLess(np.flatnonzero(left.any(0)).max(), 100)
        self.assertGreater(np.flatnonzero(right.any(0)).min(), 140)

    def test_white_inside_an_outline_belongs_to_the_ink(self):
        picture = sheet()
        picture[60:200, 60:200] = 0
        picture[80:180, 80:180] = 255
        self.assertAlmostEqual(ink_mask(picture, sheet()).sum(), 140 * 140, delta=800)

    def test_a_crop_is_square_around_the_ink(self):
        picture = sheet()
        picture[100:140, 40:200] = 0
        cut = crop(picture, ink_mask(picture, sheet()))
        self.assertEqual(cut.shape[0], cut.shape[1])
        self.assertGreater(cut.shape[0], 160)

    def test_an_empty_sheet_has_no_pieces(self):
        self.assertEqual(pieces(ink_mask(sheet(), sheet())), [])


class Colours(unittest.TestCase):
    def test_plain_colours_have_their_names_and_not_their_opposites(self):
        plain = {
            'red': (220, 40, 40), 'orange': (245, 150, 40), 'yellow': (250, 220, 60), 'green': (60, 170, 70), 'cyan': (50, 200, 210), 'blue': (50, 110, 220),
            'purple': (140, 70, 200), 'pink': (245, 150, 190), 'brown': (130, 85, 50), 'black': (30, 30, 34), 'gray': (150, 150, 152), 'white': (250, 250, 250),
        }
        found = {name: [other for other in plain if has_colour(np.tile(np.uint8(pixel), (50, 1)), other)] for name, pixel in plain.items()}
        for name in plain:
            self.assertIn(name, found[name])
        self.assertNotIn('blue', found['red'])
        self.assertNotIn('red', found['green'])
        self.assertNotIn('black', found['white'])

    def test_a_red_dot_on_a_blue_thing_is_not_red(self):
        pixels = np.concatenate([np.tile(np.uint8((50, 110, 220)), (90, 1)), np.tile(np.uint8((220, 40, 40)), (10, 1))])
        self.assertTrue(has_colour(pixels, 'blue'))
        self.assertFalse(has_colour(pixels, 'red'))


class Scenes(unittest.TestCase):
    def read(self, picture):
        return read_scene(picture, np.zeros((SIDE, SIDE), bool))

    def test_grounds_by_day(self):
        for place, ground in {'grass': (90, 168, 76), 'snow': (247, 251, 255), 'desert': (213, 154, 85), 'sea': (47, 121, 187)}.items():
            seen = self.read(landscape((121, 191, 240), (223, 241, 251), ground))
            self.assertEqual((seen['place'], seen['time']), (place, 'day'))

    def test_sand_is_a_beach_only_beside_water(self):
        picture = landscape((121, 191, 240), (223, 241, 251), (236, 212, 156), 0.72)
        picture[int(0.56 * SIDE) : int(0.72 * SIDE)] = (63, 151, 214)
        self.assertEqual(self.read(picture)['place'], 'beach')

    def test_hours_by_the_sky(self):
        self.assertEqual(self.read(landscape((16, 22, 63), (44, 58, 120), (35, 63, 62)))['time'], 'night')
        self.assertEqual(self.read(landscape((79, 74, 158), (255, 182, 94), (126, 129, 64)))['time'], 'sunset')

    def test_what_stands_behind_the_ground(self):
        for place, behind, ground in (('forest', (47, 110, 69), (90, 168, 76)), ('mountains', (110, 122, 150), (90, 168, 76)), ('city', (120, 132, 155), (107, 111, 118))):
            picture = landscape((121, 191, 240), (223, 241, 251), ground, 0.7)
            picture[int(0.45 * SIDE) : int(0.7 * SIDE)] = behind
            self.assertEqual(self.read(picture)['place'], place)
        self.assertEqual(self.read(landscape((243, 226, 199), (243, 226, 199), (176, 131, 95)))['place'], 'room')

    def test_a_plain_ground_is_no_place(self):
        self.assertEqual(self.read(sheet((125, 182, 236)))['place'], 'plain')


class Prompts(unittest.TestCase):
    def test_there_are_200_and_every_subject_can_be_recognised(self):
        prompts = json.loads((HERE / 'prompts.json').read_text())
        subjects = json.loads((HERE / 'subjects.json').read_text())
        self.assertEqual(len({prompt['text'] for prompt in prompts}), 200)
        self.assertEqual({thing['subject'] for prompt in prompts for thing in prompt['things']} - set(subjects), set())


if __name__ == '__main__':
    unittest.main()
