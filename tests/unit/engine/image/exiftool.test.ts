// What exiftool, which the field trusts, reads in a picture of ours; and what it wrote itself, read by us.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExifTool } from 'exiftool-vendored';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pictureMetadata } from '../../../../engine/image/picture-metadata.ts';
import { encodePng } from '../../../../engine/image/png.ts';
import { insertPngText } from '../../../../engine/image/png-text.ts';
import { recallPicture } from '../../../../engine/image/read-metadata.ts';
import { generateCommand } from '../../../fixtures/engine-commands.ts';

let folder: string;
let exiftool: ExifTool;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-exiftool-'));
  exiftool = new ExifTool();
});
afterAll(async () => {
  await exiftool.end();
  rmSync(folder, { recursive: true, force: true });
});

describe('exiftool', () => {
  test.each(['a fox', 'un renard déjà vu', '林檎の狐'])('reads both texts of a picture of ours: %s', async (prompt) => {
    const command = generateCommand({ folder: 'anywhere' });
    const [image] = command.images;
    if (image === undefined) throw new Error('a generation has a picture');
    const recipe = { ...command.recipe, prompt, styledPrompt: prompt };
    const engine = { versions: {}, provider: 'cpu' };
    const texts = pictureMetadata({ recipe, image, model: command.model, appVersion: '1.2.3', engine, drawnFrom: [] });
    const file = join(folder, 'ours.png');
    const bare = await encodePng({ width: 1, height: 1, data: Uint8Array.of(1, 2, 3) });
    writeFileSync(file, insertPngText(bare, { ...texts }));

    const read: Record<string, unknown> = await exiftool.readRaw(file, { readArgs: ['-validate', '-all'] });
    expect(read['Validate']).toBe('OK');
    expect(read['Parameters']).toBe(texts.parameters);
    expect(JSON.parse(String(read['Tessera']))).toEqual(JSON.parse(texts.tessera));
  });

  test.each(['jpeg', 'webp', 'png'] as const)('writes a user comment that is read here: %s', async (format) => {
    const file = join(folder, `theirs.${format}`);
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#4a7' } })
      .toFormat(format)
      .toFile(file);
    const text = 'une forêt 林檎, Steps: 20, Sampler: Heun, CFG scale: 7, Seed: 7, Size: 640x512';
    await exiftool.write(
      file,
      { UserComment: text.replace(', Steps', '\nSteps') },
      { writeArgs: ['-overwrite_original'] },
    );

    const { tool, fields } = await recallPicture(file);
    expect(tool).toBe('a1111');
    expect([fields.prompt?.value, fields.steps?.value, fields.seed?.value]).toEqual(['une forêt 林檎', 20, '7']);
  });
});
