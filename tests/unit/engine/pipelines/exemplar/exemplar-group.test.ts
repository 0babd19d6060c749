// Which drawings may be mixed, and what is done to them so that their parts fit.

import { describe, expect, test } from 'vitest';
import { mirrorDrawing, type Drawing } from '../../../../../engine/pipelines/exemplar/composition.ts';
import { align } from '../../../../../engine/pipelines/exemplar/drawing-alignment.ts';
import { isMostlyWhite, paletteOf, withPalette } from '../../../../../engine/pipelines/exemplar/drawing-palette.ts';
import { likeness, mirroredShape, shapeOf } from '../../../../../engine/pipelines/exemplar/drawing-shape.ts';
import { chooseGroup, measure } from '../../../../../engine/pipelines/exemplar/exemplar-group.ts';
import { createRandomStream, createVariedChance } from '../../../../../engine/pipelines/exemplar/seeded-random.ts';
import { createVariety, varied } from '../../../../../engine/pipelines/exemplar/drawing-variety.ts';
import { exemplar, painted, type Rgb, square } from './drawings.ts';

const settings = { size: 4, outline: 0.6, tried: 6, bentOutline: 0.84, inside: 0.35, temperature: 0.25, mixtures: 2 };
const still = createVariety({ chance: () => 0, amount: 0, keepsHue: true });
const skin: Rgb = [240, 190, 60];
const eye: Rgb = [40, 30, 30];

/** A round face with one eye, `eyeAt` pixels from its left. */
function face({ eyeAt, colour = skin }: { readonly eyeAt: number; readonly colour?: Rgb }): Drawing {
  return painted(64, (x, y) => {
    if (Math.hypot(x - 32, y - 32) > 28) return null;
    return Math.hypot(x - eyeAt, y - 26) < 6 ? eye : colour;
  });
}

const bar = painted(64, (_, y) => (y > 24 && y < 38 ? skin : null));

function groupOf(drawings: readonly Drawing[], seed: number, { invention = 0 } = {}) {
  return chooseGroup({
    retrieved: drawings.map((_, id) => ({ exemplar: exemplar(id), logPrior: -Math.log(drawings.length) })),
    measured: drawings.map((drawing, id) => measure(exemplar(id), { drawing, mirrored: mirrorDrawing(drawing) })),
    kin: [],
    keepsColours: false,
    settings,
    variety: still,
    invention,
    turn: seed,
    random: createRandomStream({ seed, purpose: 'group 0' }),
  });
}

describe('a group', () => {
  const seeds = Array.from({ length: 16 }, (_, seed) => seed);

  test('holds drawings of one outline and leaves others out', () => {
    const drawings = [face({ eyeAt: 24 }), face({ eyeAt: 26 }), bar];
    const groups = seeds.map((seed) =>
      groupOf(drawings, seed)
        .members.map((member) => member.exemplar.id)
        .sort((one, other) => one - other),
    );
    expect(groups).toContainEqual([0, 1]);
    expect(groups).toContainEqual([2]);
    expect(groups).not.toContainEqual(expect.arrayContaining([0, 2]));
  });

  test('is the same for the same seed and begins with another drawing for another', () => {
    const drawings = [face({ eyeAt: 24 }), face({ eyeAt: 28 })];
    expect(groupOf(drawings, 3)).toEqual(groupOf(drawings, 3));
    expect(new Set(seeds.map((seed) => groupOf(drawings, seed).members[0]?.exemplar.id))).toEqual(new Set([0, 1]));
  });

  test('begins with four different drawings for four seeds in a row, wherever they start', () => {
    const drawings = Array.from({ length: 5 }, (_, i) => face({ eyeAt: 20 + 4 * i }));
    for (const from of [0, 5, 11]) {
      const firsts = [0, 1, 2, 3].map((cell) => groupOf(drawings, from + cell).members[0]?.exemplar.id);
      expect(new Set(firsts).size).toBe(4);
    }
  });

  test('never holds a face beside a whole animal, whatever their outlines', () => {
    const labels = [['dog'], ['dog', 'face']];
    const retrieved = labels.map((labelWords, id) => ({ exemplar: exemplar(id, { labelWords }), logPrior: 0 }));
    const measured = retrieved.map((each) => {
      const drawing = face({ eyeAt: 24 });
      return measure(each.exemplar, { drawing, mirrored: mirrorDrawing(drawing) });
    });
    const random = createRandomStream({ seed: 1, purpose: 'group 0' });
    const found = chooseGroup({
      retrieved,
      measured,
      kin: [],
      keepsColours: false,
      settings,
      variety: still,
      invention: 0,
      turn: 1,
      random,
    });
    expect(found.members).toHaveLength(1);
  });

  test('gives its drawings as they are at invention 0, and mixtures of them above', () => {
    const drawings = [face({ eyeAt: 24 }), face({ eyeAt: 28 })];
    const { members, sketches } = groupOf(drawings, 3);
    expect(sketches).toBe(members);
    expect(groupOf(drawings, 3, { invention: 0.5 }).sketches).toHaveLength(settings.mixtures);
  });

  test('turns its drawings to face the same way', () => {
    const left = face({ eyeAt: 20 });
    const { members } = groupOf([left, mirrorDrawing(left)], 1);
    expect(members).toHaveLength(2);
    expect(members[0]?.mirrored).not.toBe(members[1]?.mirrored);
    expect(likeness(shapeOf(members[0]?.drawing ?? bar), shapeOf(members[1]?.drawing ?? left)).inside).toBeGreaterThan(
      0.9,
    );
  });

  test('never turns a drawing that carries writing', () => {
    const drawing = face({ eyeAt: 20 });
    const sign = measure(exemplar(1, { mirrors: false }), { drawing, mirrored: mirrorDrawing(drawing) });
    const random = (seed: number) => createRandomStream({ seed, purpose: 'group 0' });
    const retrieved = [{ exemplar: sign.exemplar, logPrior: 0 }];
    const turned = seeds.map(
      (seed) =>
        chooseGroup({
          retrieved,
          measured: [sign],
          kin: [],
          keepsColours: false,
          settings,
          variety: still,
          invention: 0,
          turn: seed,
          random: random(seed),
        }).members[0]?.mirrored,
    );
    expect(new Set(turned)).toEqual(new Set([false]));
  });

  test('has priors that sum to one', () => {
    const { members } = groupOf([face({ eyeAt: 24 }), face({ eyeAt: 26 }), face({ eyeAt: 28 })], 2);
    expect(members.reduce((sum, { logPrior }) => sum + Math.exp(logPrior), 0)).toBeCloseTo(1, 9);
  });
});

describe('align', () => {
  test('brings an eye over the eye of the other drawing', () => {
    const [moving, fixed] = [face({ eyeAt: 30 }), face({ eyeAt: 24 })];

    const bent = align(moving, fixed);

    const [before, after] = [likeness(shapeOf(moving), shapeOf(fixed)), likeness(shapeOf(bent), shapeOf(fixed))];
    expect(after.inside).toBeGreaterThan(before.inside + 0.05);
    expect(after.outline).toBeGreaterThan(0.95);
  });

  test('leaves a drawing that lies right where it is', () => {
    const drawing = face({ eyeAt: 24 });
    expect(Buffer.compare(align(drawing, drawing).picture.data, drawing.picture.data)).toBe(0);
  });
});

describe('likeness', () => {
  test('of a drawing to itself is full, to its mirror image only where both are alike', () => {
    const shape = shapeOf(face({ eyeAt: 20 }));
    expect(likeness(shape, shape)).toEqual({ outline: 1, inside: 1 });
    expect(likeness(shape, mirroredShape(shape)).inside).toBeLessThan(0.8);
  });
});

describe('a palette', () => {
  function middle({ picture: { width, data } }: Drawing): number[] {
    const at = ((width / 2) * width + width / 2) * 4;
    return Array.from(data.subarray(at, at + 4));
  }

  function inColoursOf(drawing: Drawing, donor: Drawing): Drawing {
    const picture = withPalette(drawing.picture, {
      own: paletteOf(drawing.picture),
      palette: paletteOf(donor.picture),
    });
    return { ...drawing, picture };
  }

  test('lends a drawing the shade of its counterpart', () => {
    const [red = 0, green = 0, blue = 0, alpha] = middle(inColoursOf(square([200, 40, 40]), square([240, 60, 50])));
    expect(Math.abs(red - 240) + Math.abs(green - 60) + Math.abs(blue - 50)).toBeLessThan(9);
    expect(alpha).toBe(255);
  });

  test('never turns one hue into another, nor colour into grey', () => {
    expect(middle(inColoursOf(square([200, 40, 40]), square([40, 170, 60])))).toEqual([200, 40, 40, 255]);
    expect(middle(inColoursOf(square([200, 120, 110]), square([140, 140, 140])))).toEqual([200, 120, 110, 255]);
  });

  test('tells what is white for the most part', () => {
    const ghost = painted(16, (_, y) => (y < 3 ? [40, 40, 40] : [250, 250, 248]));
    expect(isMostlyWhite(paletteOf(ghost.picture))).toBe(true);
    expect(isMostlyWhite(paletteOf(square([250, 240, 120]).picture))).toBe(false);
    expect(isMostlyWhite(paletteOf(square([190, 190, 195]).picture))).toBe(false);
  });

  test('leaves the dark of eyes and outlines as it is', () => {
    expect(middle(inColoursOf(square([30, 25, 25]), square([70, 60, 60])))).toEqual([30, 25, 25, 255]);
  });
});

describe('variety', () => {
  const drawing = face({ eyeAt: 24 });
  const palette = paletteOf(drawing.picture);
  const draw = (seed: number, strength = 0, amount = 0.5) => {
    const chance = createVariedChance({ seed, variations: [{ seed: 99, strength }], purpose: 'variety 0' });
    return varied(drawing, { variety: createVariety({ chance, amount, keepsHue: false }), palette }).picture.data;
  };

  test('is another for every seed and keeps the outline', () => {
    expect(Buffer.compare(draw(1), draw(2))).not.toBe(0);
    const bent = { ...drawing, picture: { ...drawing.picture, data: draw(1) } };
    expect(likeness(shapeOf(bent), shapeOf(drawing)).outline).toBeGreaterThan(0.9);
  });

  test('follows variations: none at strength 0, the variation alone at 1', () => {
    expect(Buffer.compare(draw(1, 0), draw(1))).toBe(0);
    expect(Buffer.compare(draw(1, 1), draw(2, 1))).toBe(0);
    expect(Buffer.compare(draw(1, 0.5), draw(1))).not.toBe(0);
  });

  test('is none at invention 0', () => {
    expect(Buffer.compare(draw(1, 0, 0), drawing.picture.data)).toBe(0);
  });
});
