// Pictures as people have them, cut out by the real decoder: what is plain goes, what is drawn stays, the rest is left whole.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { cutPicture } from '../../../../engine/palettes/cut-picture.ts';
import { packPalette } from '../../../../engine/palettes/pack-palette.ts';
import { drawingOnPaper, wavesOverAll } from '../../../fixtures/palette-pictures.ts';
import { temporaryFolder } from '../../main/fixtures.ts';

async function cut(bytes: Uint8Array) {
  const folder = temporaryFolder();
  const [source, output] = [join(folder, 'given'), join(folder, 'cut.webp')];
  writeFileSync(source, bytes);
  const report = await cutPicture({ source, output });
  const { data, info } = await sharp(output).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const alphaAt = (x: number, y: number) =>
    data[(Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 4 + 3];
  return { ...report, output, width: info.width, height: info.height, alphaAt, data };
}

const svg = (content: string, side = 400) =>
  sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">${content}</svg>`))
    .png()
    .toBuffer();

describe('a drawing on plain paper', () => {
  test('is cut out close around its ink, and the paper is told', async () => {
    const fish = await cut(await drawingOnPaper('red-fish'));

    expect([fish.cutOut, fish.paper]).toEqual([true, '#fbf3df']);
    expect(fish.width / fish.height).toBeCloseTo(139 / 80, 0);
    expect([fish.alphaAt(0.35, 0.5), fish.alphaAt(0.02, 0.05), fish.alphaAt(0.75, 0.03)]).toEqual([255, 0, 0]);
  });

  test('keeps what its lines enclose, white or not', async () => {
    const ring = await cut(
      await svg(
        '<rect width="400" height="400" fill="#fff"/><circle cx="200" cy="200" r="120" fill="#fff" stroke="#223" stroke-width="14"/>',
      ),
    );

    expect([ring.cutOut, ring.alphaAt(0.5, 0.5), ring.alphaAt(0.03, 0.03)]).toEqual([true, 255, 0]);
  });

  test('has a soft rim without a halo of paper', async () => {
    const { data } = await cut(
      await svg(
        '<rect width="400" height="400" fill="#fff"/><circle cx="200.3" cy="200.3" r="90" fill="#102a60"/>',
        400,
      ),
    );
    const rim = Array.from({ length: data.length / 4 }, (_, at) => data.subarray(at * 4, at * 4 + 4)).filter(
      ([, , , alpha = 0]) => alpha > 60 && alpha < 200,
    );

    expect(rim.length).toBeGreaterThan(50);
    expect(rim.reduce((sum, [red = 0]) => sum + red, 0) / rim.length).toBeLessThan(70);
  });

  test('may lie in the light of one lamp', async () => {
    const lit = await cut(
      await svg(
        '<defs><linearGradient id="l"><stop offset="0" stop-color="#fdfaf2"/><stop offset="1" stop-color="#dad4c8"/></linearGradient></defs><rect width="400" height="400" fill="url(#l)"/><rect x="120" y="140" width="150" height="120" fill="#7a3020"/>',
      ),
    );

    expect([lit.cutOut, lit.width > lit.height, lit.alphaAt(0.5, 0.5)]).toEqual([true, true, 255]);
  });

  test('may be a photograph of a sketchbook, in round light and with the grain of a camera', async () => {
    const lamp =
      '<defs><radialGradient id="l" cx="0.3" cy="0.3" r="1"><stop offset="0" stop-color="#f4efe6"/><stop offset="1" stop-color="#c9bfae"/></radialGradient></defs>';
    const page = await svg(
      `${lamp}<rect width="400" height="400" fill="url(#l)"/><path d="M130 270 V150 H260 L290 270 Z" fill="none" stroke="#555" stroke-width="6"/>`,
    );
    const grain = { type: 'gaussian' as const, mean: 128, sigma: 6 };
    const noise = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#000', noise: grain } })
      .png()
      .toBuffer();
    const photo = await sharp(page)
      .composite([{ input: noise, blend: 'soft-light' }])
      .jpeg({ quality: 80 })
      .toBuffer();
    const { cutOut, width, height, alphaAt } = await cut(photo);

    expect(cutOut).toBe(true);
    expect(width / height).toBeCloseTo(166 / 126, 1);
    expect([alphaAt(0.5, 0.5), alphaAt(0.97, 0.05)]).toEqual([255, 0]);
  });

  test('loses the dust of the scanner', async () => {
    const dusty = await cut(
      await svg(
        '<rect width="400" height="400" fill="#fff"/><rect x="150" y="150" width="100" height="100" fill="#345"/><rect x="20" y="30" width="2" height="2" fill="#000"/><rect x="380" y="370" width="2" height="2" fill="#000"/>',
      ),
    );

    expect(dusty.width).toBe(dusty.height);
    expect(dusty.width).toBeLessThan(110);
  });

  test('that was cut out already stays as it is', async () => {
    const clear = await cut(await svg('<circle cx="200" cy="200" r="100" fill="#d33" fill-opacity="0.5"/>'));

    expect([clear.cutOut, clear.paper]).toEqual([true, null]);
    expect(clear.alphaAt(0.5, 0.5)).toBeGreaterThan(120);
    expect(clear.alphaAt(0.5, 0.5)).toBeLessThan(136);
  });
});

describe('a picture without a plain background', () => {
  test('stays whole', async () => {
    const waves = await cut(await wavesOverAll());
    expect([waves.cutOut, waves.paper, waves.width, waves.height]).toEqual([false, null, 200, 200]);
  });

  test('and an even sheet with nothing on it too', async () => {
    const sheet = await cut(await svg('<rect width="400" height="400" fill="#d8c9a8"/>'));
    expect([sheet.cutOut, sheet.width]).toEqual([false, 400]);
  });

  test('is kept no larger than it is ever shown', async () => {
    const large = await sharp(await wavesOverAll())
      .resize(1600, 1200, { fit: 'fill' })
      .jpeg()
      .toBuffer();
    const { width, height } = await cut(large);
    expect([width, height]).toEqual([512, 384]);
  });
});

test('what is no picture is refused', async () => {
  await expect(cut(Buffer.from('not a picture'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  const broken = (await drawingOnPaper('cat')).subarray(0, 900);
  await expect(cut(broken)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

describe('packing', () => {
  test('puts the pictures one behind the other and tells the colours of the hand', async () => {
    const cuts = await Promise.all(['red-fish', 'house', 'star'].map(async (name) => cut(await drawingOnPaper(name))));
    const output = join(temporaryFolder(), 'exemplars.bin');
    const packed = await packPalette({ pictures: cuts.map((each) => each.output), output });
    const again = await packPalette({ pictures: cuts.map((each) => each.output), output });

    expect(packed).toEqual(again);
    expect(packed.pictures.map(({ offset }) => offset)).toEqual([
      0,
      packed.pictures[0]?.length,
      (packed.pictures[0]?.length ?? 0) + (packed.pictures[1]?.length ?? 0),
    ]);
    expect(packed.colours.length).toBeGreaterThanOrEqual(3);
    expect(packed.colours.some((colour) => near(colour, [0xe0, 0xa3, 0x3e]))).toBe(true);
  });
});

function near(colour: string, [red, green, blue]: readonly [number, number, number]): boolean {
  const rgb = Number.parseInt(colour.slice(1), 16);
  return Math.hypot((rgb >> 16) - red, ((rgb >> 8) & 255) - green, (rgb & 255) - blue) < 30;
}
