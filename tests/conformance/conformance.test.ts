// Every family and scheduler against diffusers: same weights, same seed, same picture.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inspectModel } from '../../engine/models/inspect-model.ts';
import { createOrtRuntime } from '../../engine/runtime/ort-runtime.ts';
import { drawCases } from './draw-cases.ts';
import { readGoldens } from './goldens.ts';
import { isWithin, titleOf } from './measure.ts';
import { makeVariant, variants } from './variants.ts';

const root = mkdtempSync(join(tmpdir(), 'conformance-'));
const runtime = await createOrtRuntime();
afterAll(() => rmSync(root, { recursive: true }));

function differencesOf(cases: Awaited<ReturnType<typeof drawCases>>): string[] {
  return cases
    .filter(({ difference }) => !isWithin(difference))
    .map(({ golden, difference: { latents, withinOne } }) => `${titleOf(golden)}: ${latents}, ${withinOne * 100} %`);
}

describe.each(variants)('$name', (variant) => {
  const folder = makeVariant(variant, root);

  test('is known by its folder alone, and has a golden for every scheduler it offers', async () => {
    const { capabilities } = await inspectModel({ folder, hash: false });
    const recorded = new Set(readGoldens(variant.name).map((golden) => golden.scheduler));
    expect([...recorded].sort()).toEqual(capabilities.schedulers.toSorted());
  });

  test('draws what diffusers draws', async () => {
    expect(differencesOf(await drawCases({ variant, folder, runtime }))).toEqual([]);
  });
});

describe('a folder without its JSON files', () => {
  // The tiny models have the published models' numbers wherever a config can be missing.
  test.each(['sd3', 'sd3-without-t5', 'flux-schnell'])('of %s draws the same by its graphs', async (name) => {
    const variant = variants.find((candidate) => candidate.name === name);
    if (variant === undefined) throw new TypeError(`there is no variant ${name}`);
    const folder = makeVariant(variant, join(root, 'bare'));
    for (const path of ['model_index.json', 'transformer/config.json', 'vae_decoder/config.json', 'scheduler']) {
      rmSync(join(folder, path), { recursive: true });
    }
    expect(differencesOf(await drawCases({ variant, folder, runtime }))).toEqual([]);
  });
});
