// Flow transformers on a host that may not take much in one piece: told before it would be ended, and with what is needed.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadFlowTransformerPipeline } from '../../../../../engine/pipelines/flow-transformer/pipeline.ts';
import { createOrtRuntime } from '../../../../../engine/runtime/ort-runtime.ts';
import { pictureRequest } from '../../../../fixtures/picture-requests.ts';

const models = join(import.meta.dirname, '../../../../conformance/models');
const scheduler = 'flow-match-euler';

async function drawn(model: string, allocationLimitBytes: number) {
  const room = { allocationLimitBytes, availableBytes: () => Number.POSITIVE_INFINITY };
  const runtime = await createOrtRuntime({ room });
  const pipeline = await loadFlowTransformerPipeline({ folder: join(models, model), runtime });
  try {
    return await pipeline.draw(pictureRequest({ width: 128, height: 128, steps: 1, guidanceScale: 1, scheduler }));
  } finally {
    await pipeline.close();
  }
}

// 64 tokens of the picture beside those of the words, by each head: 4 of the tiny Stable Diffusion 3, 2 of the tiny Flux.
test.each([
  ['sd3', 4 * (64 + 77 + 256) ** 2 * 4],
  ['flux', 2 * (64 + 256) ** 2 * 4],
])('%s asks for a host that may take its largest tensor', async (model, largestTensorBytes) => {
  await expect(drawn(model, largestTensorBytes)).rejects.toMatchObject({
    code: 'OUT_OF_MEMORY',
    details: { largestTensorBytes },
  });
  const { image } = await drawn(model, largestTensorBytes + 1);
  expect([image.width, image.height]).toEqual([128, 128]);
});
