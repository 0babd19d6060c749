// Draws the evaluation's prompts through the engine, with fixed seeds, and writes beside each picture what only the engine knows.
// node training/evaluation/draw-pictures.ts --out FOLDER [--seeds 4] [--prompts prompts-unseen.json] [--model FOLDER] [--invention 0..1] [--only ID-PREFIX] [--every N] [--refiner GRAPH --below 0.1]

import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { encodePng } from '../../engine/image/png.ts';
import type { CompositionPlan } from '../../engine/pipelines/exemplar/composition-plan.ts';
import { loadExemplarPipeline } from '../../engine/pipelines/exemplar/pipeline.ts';
import type { RgbImage } from '../../engine/pipelines/pipeline.ts';
import { createOrtRuntime } from '../../engine/runtime/ort-runtime.ts';
import { resolveRecipe } from '../../main/jobs/resolve-recipe.ts';
import type { Model } from '../../shared/domain/model.ts';
import type { Note } from '../../shared/domain/note.ts';
import { Recipe } from '../../shared/domain/recipe.ts';
import { refiningRuntime } from '../challenger/refining-runtime.ts';
import { type ComposedExemplars, composedExemplars } from './composed-exemplars.ts';
import { createCopyRuler } from './copy-distance.ts';
import { readModel, shippedModel } from './evaluated-model.ts';

interface EvaluationPrompt {
  readonly id: string;
  readonly text: string;
}

/** Fixed, and far from any seed that somebody tuned a picture with. */
const firstSeed = 910_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      prompts: { type: 'string', default: 'prompts.json' },
      seeds: { type: 'string', default: '4' },
      model: { type: 'string', default: shippedModel },
      invention: { type: 'string' },
      only: { type: 'string', default: '' },
      every: { type: 'string', default: '1' },
      threads: { type: 'string', default: '1' },
      refiner: { type: 'string' },
      below: { type: 'string', default: '0.1' },
    },
  });
  if (values.out === undefined) throw new Error('--out FOLDER is missing: where the pictures go');
  const out = values.out;
  await mkdir(out, { recursive: true });
  const source = fileURLToPath(new URL(values.prompts, import.meta.url));
  const prompts = (JSON.parse(await readFile(source, 'utf8')) as EvaluationPrompt[]).filter(
    ({ id }, place) => id.startsWith(values.only) && place % Number(values.every) === 0,
  );
  const model = await readModel(values.model);
  const refining = values.refiner === undefined ? null : { refiner: values.refiner, below: Number(values.below) };
  const draw = await openDrawing({ model, out, threads: Number(values.threads), refining });
  for (const [place, prompt] of prompts.entries()) {
    for (let cell = 0; cell < Number(values.seeds); cell++) {
      const invention = values.invention === undefined ? {} : { invention: Number(values.invention) };
      await draw(prompt, { cell, invention });
    }
    process.stdout.write(`${place + 1}/${prompts.length} ${prompt.text}\n`);
  }
  await draw.close();
}

async function openDrawing(options: {
  readonly model: Model;
  readonly out: string;
  readonly threads: number;
  /** A trained refiner to be tried at the sampler's end; null for the model as it is. */
  readonly refining: { readonly refiner: string; readonly below: number } | null;
}) {
  const { model, out, refining } = options;
  const plain = await createOrtRuntime({ threads: options.threads });
  const runtime = refining === null ? plain : await refiningRuntime(plain, refining);
  let plan: CompositionPlan | null = null;
  const pipeline = await loadExemplarPipeline({
    folder: model.folder,
    runtime,
    onPlan: (next) => {
      plan = next;
    },
  });
  const encoder = await runtime.open(join(model.folder, 'vae_encoder/model.onnx'));
  const decoder = await runtime.open(join(model.folder, 'vae_decoder/model.onnx'));
  let lastPrompt = '';
  /** Of all pictures of the prompt: whatever another seed was made of must not be copied either. */
  let seen: ComposedExemplars[] = [];

  /** What a perfect copy of an exemplar would look like: through the autoencoder and back. */
  async function reconstructed(data: Float32Array, { width, height }: RgbImage): Promise<Float32Array> {
    const { latent_sample } = await encoder.run({ sample: { type: 'float32', dims: [1, 3, height, width], data } });
    if (latent_sample === undefined) throw new Error('the encoder returned no latents');
    const { sample } = await decoder.run({ latent_sample });
    return sample?.data as Float32Array;
  }

  async function draw(
    prompt: EvaluationPrompt,
    { cell, invention }: { readonly cell: number; readonly invention: Readonly<Record<string, number>> },
  ): Promise<void> {
    const name = join(out, `${prompt.id}-${cell}`);
    if (existsSync(`${name}.json`)) return;
    if (prompt.id !== lastPrompt) seen = [];
    lastPrompt = prompt.id;
    const seed = firstSeed + cell;
    const recipe = resolveRecipe({
      recipe: Recipe.parse({ prompt: prompt.text, seed, count: 1, ...invention }),
      model,
      style: null,
      randomSeed: () => seed,
    });
    const notes: Note[] = [];
    const started = performance.now();
    const { image } = await pipeline.draw({
      recipe,
      seed,
      variations: [],
      source: null,
      checkpoint: () => Promise.resolve(),
      report: { step() {}, preview() {}, log() {}, note: (note) => notes.push(note) },
    });
    const milliseconds = Math.round(performance.now() - started);
    if (plan === null) throw new Error('the pipeline told no plan');
    const own = await composedExemplars(plan);
    seen.push(own);
    const { scene } = own;
    const planes = toPlanes(image);
    const ruler = createCopyRuler({ ...image, scene });
    const exemplars = seen.flatMap((each) => each.exemplars);
    const asDrawn = seen.flatMap((each) => each.asDrawn);
    const { nearest, composed } = ruler.nearest(planes, exemplars);
    const original = exemplars[nearest] ?? scene;
    const copy = await reconstructed(original, image);
    const unbent = await reconstructed(asDrawn[ruler.nearest(planes, asDrawn).nearest] ?? scene, image);
    const facts = {
      id: prompt.id,
      cell,
      seed,
      milliseconds,
      notes: notes.map(({ code, values }) => ({ code, ...values })),
      exemplars: own.exemplars.length,
      distances: {
        // To the nearest exemplar as composed; from that exemplar to its own reconstruction; and between those two ends.
        composed,
        reconstruction: ruler.between(copy, original),
        fromCopy: ruler.between(planes, copy),
        // To the reconstruction of the nearest drawing in its own shape and colours.
        fromDrawing: ruler.between(planes, unbent),
        neighbour: exemplars.length > 1 ? (ruler.neighbours(exemplars)[nearest] ?? null) : null,
      },
    };
    await writeFile(`${name}.png`, await encodePng(image));
    await writeFile(`${name}-scene.png`, await encodePng(toImage(scene, image)));
    // Last and by rename: a picture with facts is a finished one, so an interrupted run can be taken up again.
    await writeFile(`${name}.json.part`, JSON.stringify(facts));
    await rename(`${name}.json.part`, `${name}.json`);
  }

  return Object.assign(draw, {
    async close() {
      await Promise.all([pipeline.close(), encoder.close(), decoder.close()]);
    },
  });
}

function toPlanes({ width, height, data }: RgbImage): Float32Array {
  const area = width * height;
  return Float32Array.from({ length: area * 3 }, (_, i) => (data[(i % area) * 3 + Math.floor(i / area)] ?? 0) / 127.5 - 1);
}

function toImage(planes: Float32Array, { width, height }: RgbImage): RgbImage {
  const area = width * height;
  const data = Uint8Array.from({ length: area * 3 }, (_, i) => {
    return Math.round(((planes[(i % 3) * area + Math.floor(i / 3)] ?? 0) + 1) * 127.5);
  });
  return { width, height, data };
}

await main();
