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

describe.each(variants)('$name', (variant) => {
  const folder = makeVariant(variant, root);

  test('is known by its folder alone, and has a golden for every scheduler it offers', async () => {
    const { capabilities } = await inspectModel({ folder, hash: false });
    const recorded = new Set(readGoldens(variant.name).map((golden) => golden.scheduler));
    expect([...recorded].sort()).toEqual(capabilities.schedulers.toSorted());
  });

  test('draws what diffusers draws', async () => {
    const outside = (await drawCases({ variant, folder, runtime }))
      .filter(({ difference }) => !isWithin(difference))
      .map(({ golden, difference: { latents, withinOne } }) => `${titleOf(golden)}: ${latents}, ${withinOne * 100} %`);
    expect(outside).toEqual([]);
  });
});
