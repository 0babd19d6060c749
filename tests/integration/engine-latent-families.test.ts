// Families beside Stable Diffusion 1 through the real host in a real process: inspected by their folder, drawn, saved with their latents.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EngineCommand } from '../../shared/engine-protocol.ts';
import { makeVariant, variants } from '../conformance/variants.ts';
import { generateCommand } from '../fixtures/engine-commands.ts';
import { openRealEngine, type RealEngine } from '../fixtures/real-engine.ts';

const root = mkdtempSync(join(tmpdir(), 'tessera-families-'));
afterAll(() => rmSync(root, { recursive: true }));

let real: RealEngine;
beforeEach(() => {
  real = openRealEngine();
});
afterEach(async () => {
  await real.close();
});

describe('a family of its own in the engine host', () => {
  test.each([
    ['sdxl', 'stable-diffusion-xl', 4],
    ['sd3-without-t5', 'stable-diffusion-3', 16],
    ['flux-schnell', 'flux', 16],
  ])('%s is of %s and draws with %i channels', async (name, family, channels) => {
    const variant = variants.find((candidate) => candidate.name === name);
    if (variant === undefined) throw new TypeError(`there is no variant ${name}`);
    const folder = makeVariant(variant, root);
    const manifest = await real.engine.inspect({ folder, hash: true });
    expect(manifest.family).toBe(family);
    expect(manifest.files.every((file) => file.sha256 !== null)).toBe(true);

    const saveLatents = join(real.home, `${name}.npy`);
    const command = generateCommand({ folder: real.home, width: 96, height: 64, steps: 2, saveLatents });
    const { defaultScheduler: scheduler, defaultGuidanceScale: guidanceScale } = manifest.capabilities;
    const drawing = EngineCommand.parse({
      ...command,
      model: { family, folder, name },
      recipe: { ...command.recipe, scheduler, guidanceScale },
    });
    if (drawing.kind !== 'generate') throw new TypeError('parsing kept the kind');
    await real.run(drawing);

    const { channels: colours } = await sharp(drawing.images[0]?.output).stats();
    expect(colours.every((colour) => colour.stdev > 1)).toBe(true);
    const latents = readFileSync(saveLatents);
    const header = latents.subarray(10, 10 + latents.readUInt16LE(8)).toString('latin1');
    expect(header).toContain(`'shape': (1, ${channels}, 8, 12)`);
  });
});
