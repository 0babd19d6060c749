// Every golden case of one variant, drawn by the pipeline its folder asks for.

import { inspectModel } from '../../engine/models/inspect-model.ts';
import { loadPipeline } from '../../engine/pipelines/load-pipeline.ts';
import type { TensorRuntime } from '../../engine/runtime/tensor-runtime.ts';
import { type Golden, readGoldens } from './goldens.ts';
import { type Difference, measure } from './measure.ts';
import type { Variant } from './variants.ts';

interface DrawnCase {
  readonly golden: Golden;
  readonly difference: Difference;
}

export async function drawCases(options: {
  readonly variant: Variant;
  readonly folder: string;
  readonly runtime: TensorRuntime;
}): Promise<DrawnCase[]> {
  const { variant, folder, runtime } = options;
  const { family, name } = await inspectModel({ folder, hash: false });
  const pipeline = await loadPipeline({ model: { family, folder, name }, runtime, note: () => {} });
  const drawn: DrawnCase[] = [];
  try {
    for (const golden of readGoldens(variant.name)) drawn.push({ golden, difference: await measure(pipeline, golden) });
  } finally {
    await pipeline.close();
  }
  return drawn;
}
