// Draws labels of the bank through the engine and records latents: the encoded exemplars of each picture and what the sampler made of them.
// node training/challenger/record-mixtures.ts --out FOLDER [--pictures 6000] [--model FOLDER] [--least 0.5] [--most 1]
//
// mixtures.f16: for each picture its scene, its exemplars, its mixture, f16[8, 32, 32] each. mixtures.jsonl: a line for each, written last.

import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createRandomStream } from '../../engine/pipelines/exemplar/seeded-random.ts';
import { loadExemplarPipeline } from '../../engine/pipelines/exemplar/pipeline.ts';
import { createOrtRuntime } from '../../engine/runtime/ort-runtime.ts';
import type { TensorRuntime } from '../../engine/runtime/tensor-runtime.ts';
import { resolveRecipe } from '../../main/jobs/resolve-recipe.ts';
import { ModelId } from '../../shared/domain/ids.ts';
import { ModelManifest } from '../../shared/domain/model.ts';
import { Recipe } from '../../shared/domain/recipe.ts';

const shippedModel = fileURLToPath(new URL('../../resources/models/sticker-mini', import.meta.url));
/** Far from the seeds of the evaluation. */
const firstSeed = 50_000_000;
const places = ['on grass', 'at the beach', 'in the desert', 'in the snow', 'in the city', 'in the mountains', 'in a forest', 'under water', 'in space', 'in a room', 'on the sea'];
const hours = ['at night', 'at sunset', ''];
const colours = ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'brown', 'black', 'gray'];

/** Half alone on white, the rest coloured, on a colour, in a place, or two. */
function promptOf(label: string, { other, chance }: { readonly other: string; readonly chance: () => number }): string {
  const one = <T>(of: readonly T[]): T | string => of[Math.floor(chance() * of.length)] ?? '';
  const kind = chance();
  if (kind < 0.45) return label;
  if (kind < 0.55) return `${one(colours)} ${label}`;
  if (kind < 0.65) return `${label} on a ${one(colours)} background`;
  if (kind < 0.9) return `${label} ${one(places)} ${one(hours)}`.trim();
  return `${label} and ${other}`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      pictures: { type: 'string', default: '6000' },
      model: { type: 'string', default: shippedModel },
      least: { type: 'string', default: '0.5' },
      most: { type: 'string', default: '1' },
    },
  });
  if (values.out === undefined) throw new Error('--out FOLDER is missing: where the latents go');
  await mkdir(values.out, { recursive: true });
  const latentsFile = join(values.out, 'mixtures.f16');
  const linesFile = join(values.out, 'mixtures.jsonl');
  const lines = existsSync(linesFile) ? (await readFile(linesFile, 'utf8')).trim().split('\n').filter(Boolean) : [];
  const last = lines.length === 0 ? null : (JSON.parse(lines.at(-1) ?? '') as { next: number; picture: number });
  // What was written after the last line belongs to a picture that was not finished.
  let at = last?.next ?? 0;
  if (existsSync(latentsFile)) await truncate(latentsFile, at);

  const model = {
    id: ModelId.parse('sticker-mini'),
    origin: 'embedded' as const,
    folder: values.model,
    manifest: ModelManifest.parse(JSON.parse(await readFile(join(values.model, 'tessera.json'), 'utf8'))),
    problem: null,
  };
  const { items } = JSON.parse(await readFile(join(values.model, 'exemplars.json'), 'utf8')) as { items: { label: string }[] };
  const labels = [...new Set(items.map(({ label }) => label))].sort();
  const encoded: Float32Array[] = [];
  const runtime = listening(await createOrtRuntime({ threads: 1 }), encoded);
  const pipeline = await loadExemplarPipeline({ folder: values.model, runtime });

  for (let picture = (last?.picture ?? -1) + 1; picture < Number(values.pictures); picture++) {
    const seed = firstSeed + picture;
    const chance = createRandomStream({ seed, purpose: 'recorded prompt' });
    const any = (): string => labels[Math.floor(chance() * labels.length)] ?? '';
    const label = any();
    const prompt = promptOf(label, { other: any(), chance });
    const invention = Math.round((Number(values.least) + chance() * (Number(values.most) - Number(values.least))) * 100) / 100;
    const recipe = resolveRecipe({ recipe: Recipe.parse({ prompt, seed, count: 1, invention }), model, style: null, randomSeed: () => seed });
    encoded.length = 0;
    const { latents } = await pipeline.draw({
      recipe,
      seed,
      variations: [],
      source: null,
      checkpoint: () => Promise.resolve(),
      report: { step() {}, preview() {}, log() {}, note() {} },
    });
    // The first is the scene; a picture whose bank was remembered encodes nothing and teaches nothing new.
    if (encoded.length < 2 || latents === null) continue;
    const parts = [...encoded, latents.data].map((part) => Buffer.from(Float16Array.from(part).buffer));
    await appendFile(latentsFile, Buffer.concat(parts));
    at += parts.reduce((sum, { length }) => sum + length, 0);
    await appendFile(linesFile, `${JSON.stringify({ picture, label, prompt, invention, exemplars: encoded.length - 1, next: at })}\n`);
    if (picture % 100 === 0) process.stdout.write(`${picture} ${prompt}\n`);
  }
  await pipeline.close();
}

/** A runtime whose encoder leaves what it returns in `encoded`. */
function listening(runtime: TensorRuntime, encoded: Float32Array[]): TensorRuntime {
  return {
    ...runtime,
    async open(path) {
      const session = await runtime.open(path);
      if (!path.replaceAll('\\', '/').endsWith('vae_encoder/model.onnx')) return session;
      return {
        ...session,
        async run(feeds) {
          const found = await session.run(feeds);
          if (found.latent_sample !== undefined) encoded.push(Float32Array.from(found.latent_sample.data as Float32Array));
          return found;
        },
      };
    },
  };
}

await main();
