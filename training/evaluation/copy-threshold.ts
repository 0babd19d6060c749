// Derives the copy distance from drawings alone, so that nothing the sampler does can move it: the exemplars of every
// prompt as composed, one seed, make their trip through the autoencoder, and each tells how far its nearest other one is.
// The threshold is what one exemplar in twenty stays below.
// node training/evaluation/copy-threshold.ts [--model FOLDER]

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { CompositionPlan } from '../../engine/pipelines/exemplar/composition-plan.ts';
import { loadExemplarPipeline } from '../../engine/pipelines/exemplar/pipeline.ts';
import { createOrtRuntime } from '../../engine/runtime/ort-runtime.ts';
import type { Session } from '../../engine/runtime/tensor-runtime.ts';
import { resolveRecipe } from '../../main/jobs/resolve-recipe.ts';
import { Recipe } from '../../shared/domain/recipe.ts';
import { composedExemplars } from './composed-exemplars.ts';
import { createCopyRuler } from './copy-distance.ts';
import { readModel, shippedModel } from './evaluated-model.ts';

/** One in twenty. */
const share = 0.05;
const seed = 910_000;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { model: { type: 'string', default: shippedModel } } });
  const list = fileURLToPath(new URL('prompts.json', import.meta.url));
  const prompts = JSON.parse(await readFile(list, 'utf8')) as { text: string }[];
  const model = await readModel(values.model);
  const runtime = await createOrtRuntime({ threads: 1 });
  const encoder = await runtime.open(join(model.folder, 'vae_encoder/model.onnx'));
  const decoder = await runtime.open(join(model.folder, 'vae_decoder/model.onnx'));
  const plans: CompositionPlan[] = [];
  const pipeline = await loadExemplarPipeline({ folder: model.folder, runtime, onPlan: (plan) => plans.push(plan) });
  for (const { text } of prompts) {
    const recipe = resolveRecipe({
      recipe: Recipe.parse({ prompt: text, seed, count: 1, steps: 1 }),
      model,
      style: null,
      randomSeed: () => seed,
    });
    await pipeline.draw({
      recipe,
      seed,
      variations: [],
      source: null,
      checkpoint: () => Promise.resolve(),
      report: { step() {}, preview() {}, log() {}, note() {} },
    });
  }
  await pipeline.close();
  const distances: number[] = [];
  for (const plan of plans) {
    const { scene, exemplars } = await composedExemplars(plan);
    if (exemplars.length < 2) continue;
    const copies: Float32Array[] = [];
    for (const exemplar of exemplars) copies.push(await throughAutoencoder(exemplar, { plan, encoder, decoder }));
    distances.push(...createCopyRuler({ ...plan, scene }).neighbours(copies));
  }
  distances.sort((one, other) => one - other);
  const threshold = distances[Math.floor(distances.length * share)] ?? Number.NaN;
  process.stdout.write(`${threshold.toFixed(4)} of ${distances.length} exemplars\n`);
  await Promise.all([encoder.close(), decoder.close()]);
}

async function throughAutoencoder(
  data: Float32Array,
  { plan, encoder, decoder }: { plan: CompositionPlan; encoder: Session; decoder: Session },
): Promise<Float32Array> {
  const dims = [1, 3, plan.height, plan.width];
  const { latent_sample } = await encoder.run({ sample: { type: 'float32', dims, data } });
  if (latent_sample === undefined) throw new Error('the encoder returned no latents');
  const { sample } = await decoder.run({ latent_sample });
  return sample?.data as Float32Array;
}

await main();
