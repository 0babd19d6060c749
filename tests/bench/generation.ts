// Measures drawing: what the engine adds to its model runs, a grid against singles, and how soon a cancel is answered.

import { join } from 'node:path';
import type { RunTimings } from '../../shared/run-timings.ts';
import { RunTimings as Timings } from '../../shared/run-timings.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';
import { makeTinyModel } from '../fixtures/tiny-models.ts';
import { median, type Row } from './row.ts';
import { openStudio, type Studio } from './studio.ts';

const rounds = 5;
const prompt = 'a red apple on snow';

export async function measureGeneration(): Promise<Row[]> {
  const studio = await openStudio();
  studio.core.start();
  try {
    await draw(studio, { prompt, seed: 1 });
    const rows = [await exemplarOverhead(studio), await gridOverSingles(studio), await cancelLatency(studio)];
    return [...(await stableDiffusionRows(studio)), ...rows];
  } finally {
    await studio.close();
  }
}

interface Drawn {
  readonly wallMs: number;
  readonly timings: RunTimings;
}

async function draw(studio: Studio, recipe: Recipe): Promise<Drawn> {
  const started = performance.now();
  const { id } = await studio.call('generation.submit', { request: { kind: 'generate', recipe } });
  await studio.finished(id);
  const wallMs = performance.now() - started;
  const { logs } = await studio.call('generation.logs', { id });
  const line = logs.find((entry) => entry.includes(' engine: {'));
  if (line === undefined) throw new Error('the job log has no timings');
  return { wallMs, timings: Timings.parse(JSON.parse(line.slice(line.indexOf('{')))) };
}

/** A Stable-Diffusion folder with steps of some 300 ms, as small real models have: there the engine's own work must vanish. */
async function stableDiffusionRows(studio: Studio): Promise<Row[]> {
  const folder = join(studio.home, 'slow-model');
  makeTinyModel({ folder, variant: 'slow' });
  const { id: model } = await studio.call('models.add', { folder });
  const recipe = { prompt, model, count: 2, steps: 4 };
  await draw(studio, { ...recipe, seed: 1 });
  const what = 'engine overhead: wall time over the sum of session.run times, Stable-Diffusion pipeline';
  return [await overhead({ what, studio, recipe }), await embeddingCacheHit(studio, recipe)];
}

/** The words of a picture, and those it is guided away from, are read once for all pictures that share them. */
async function embeddingCacheHit(studio: Studio, recipe: Recipe & { readonly steps: number }): Promise<Row> {
  const single = { ...recipe, prompt: 'an owl nobody drew before', count: 1 };
  const first = await draw(studio, { ...single, seed: 300 });
  const second = await draw(studio, { ...single, seed: 301 });
  const denoisingAndDecoding = recipe.steps * 2 + 1;
  return {
    what: 'runs of the text encoder for a prompt that was drawn before',
    value: second.timings.sessionRuns - denoisingAndDecoding,
    unit: 'runs',
    bar: 0,
    runs: 1,
    detail: `${first.timings.sessionRuns - denoisingAndDecoding} for the first picture of it`,
  };
}

async function exemplarOverhead(studio: Studio): Promise<Row> {
  const what = 'the same of the embedded model, whose drawings are decoded and composed outside its sessions';
  return overhead({ what, studio, recipe: { prompt } });
}

async function overhead(options: { what: string; studio: Studio; recipe: Recipe }): Promise<Row> {
  const drawn: Drawn[] = [];
  for (let round = 0; round < rounds; round += 1) {
    drawn.push(await draw(options.studio, { ...options.recipe, seed: 10 + round }));
  }
  const warm = drawn.map(({ timings }) => (timings.totalMs - timings.loadMs) / timings.sessionMs);
  const session = median(drawn.map(({ timings }) => timings.sessionMs));
  return {
    what: options.what,
    value: median(warm),
    unit: 'ratio',
    bar: 1.03,
    runs: rounds,
    detail: `session.run ${session.toFixed(0)} ms in ${drawn[0]?.timings.sessionRuns ?? 0} runs`,
  };
}

async function gridOverSingles(studio: Studio): Promise<Row> {
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // New words each round, so that neither side finds the other's prompt in a cache.
    const words = ['cat', 'dog', 'owl', 'fish', 'rocket'][round] ?? 'cat';
    const singles: number[] = [];
    for (let index = 0; index < 4; index += 1) {
      singles.push((await draw(studio, { prompt: `a ${words} on snow`, seed: 100 + index, count: 1 })).wallMs);
    }
    const grid = await draw(studio, { prompt: `a ${words} at night`, seed: 100 });
    ratios.push(grid.wallMs / singles.reduce((sum, wallMs) => sum + wallMs, 0));
  }
  return {
    what: 'a 2x2 grid over four single pictures',
    value: median(ratios),
    unit: 'ratio',
    bar: 0.95,
    runs: rounds,
    detail: 'four jobs of one picture each, from submit to completed',
  };
}

async function cancelLatency(studio: Studio): Promise<Row> {
  const latencies: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { id } = await studio.call('generation.submit', {
      request: { kind: 'generate', recipe: { prompt, seed: 200 + round, steps: 150 } },
    });
    await new Promise<void>((resolve) => {
      const leave = studio.core.events.subscribe((event) => {
        if (event.name !== 'job.progress' || event.data.id !== id || event.data.stage !== 'sampling') return;
        leave();
        resolve();
      });
    });
    const started = performance.now();
    const job = await studio.call('generation.cancel', { id });
    latencies.push(performance.now() - started);
    if (job.state !== 'cancelled') throw new Error(`the job was ${job.state} before it could be cancelled`);
  }
  return {
    what: 'cancel to acknowledged, while sampling',
    value: median(latencies),
    unit: 'ms',
    bar: 3000,
    runs: rounds,
    detail: `slowest ${Math.max(...latencies).toFixed(0)} ms`,
  };
}
