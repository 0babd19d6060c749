// Weighted, long and skipped-layer prompts against states that were put together by hand and drawn from by diffusers.

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inspectModel } from '../../engine/models/inspect-model.ts';
import { loadPipeline } from '../../engine/pipelines/load-pipeline.ts';
import { createOrtRuntime } from '../../engine/runtime/ort-runtime.ts';
import { pictureRequest } from '../fixtures/picture-requests.ts';
import { readGoldens } from './goldens.ts';
import { isWithin, measure } from './measure.ts';

const root = mkdtempSync(join(tmpdir(), 'conformance-prompts-'));
const runtime = await createOrtRuntime();
afterAll(() => rmSync(root, { recursive: true }));

async function open(model: string) {
  const folder = join(root, model);
  cpSync(join(import.meta.dirname, 'models', model), folder, { recursive: true });
  const { family, name, capabilities } = await inspectModel({ folder, hash: false });
  return { pipeline: await loadPipeline({ model: { family, folder, name }, runtime, note: () => {} }), capabilities };
}

test.each(['sd1', 'sdxl'])('%s reads them as they are meant', async (model) => {
  const { pipeline } = await open(model);
  const outside: string[] = [];
  for (const golden of readGoldens(`prompts-${model}`)) {
    const difference = await measure(pipeline, golden);
    const title = `${golden.prompt.slice(0, 30)} / ${golden.negative.slice(0, 20)}, skip ${golden.clipSkip}`;
    if (!isWithin(difference)) outside.push(`${title}: ${JSON.stringify(difference)}`);
  }
  await pipeline.close();
  expect(outside).toEqual([]);
});

test('a layer that an export does not give is refused with the ones that it does', async () => {
  const { pipeline, capabilities } = await open('sd1');
  expect(capabilities.maxClipSkip).toBe(1);
  await expect(pipeline.draw(pictureRequest({ clipSkip: 2 }))).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('gives its last layer only'),
  });
  await pipeline.close();
  const xl = await open('sdxl');
  await xl.pipeline.close();
  expect(xl.capabilities.maxClipSkip).toBe(3);
});
