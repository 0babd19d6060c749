// The sampler against the formula it stands for, on real graphs in the real runtime.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTorchCpuNoise } from '../../../../../engine/noise/torch-cpu.ts';
import { writeOnnxModel } from '../../../../../engine/onnx/onnx-writer.ts';
import { sample, sigmaSchedule } from '../../../../../engine/pipelines/exemplar/sampler.ts';
import { samplerGraph } from '../../../../../engine/pipelines/exemplar/sampler-graph.ts';
import type { SamplerStage } from '../../../../../engine/pipelines/exemplar/sampler-settings.ts';
import { createOrtRuntime } from '../../../../../engine/runtime/ort-runtime.ts';
import type { TensorRuntime } from '../../../../../engine/runtime/tensor-runtime.ts';
import { denoiseByDefinition } from './local-score-reference.ts';

const [count, channels, height, width] = [3, 2, 6, 8];
const plane = height * width;
const bank = {
  // Drawings close to one another, so that weights are shared and not all on one of them.
  latents: createTorchCpuNoise(11)
    .normal(count * channels * plane)
    .map((value) => value * 0.3),
  logPriors: [0.5, 0.3, 0.2].map(Math.log),
  count,
  channels,
  height,
  width,
};
const noise = createTorchCpuNoise(12).normal(channels * plane);

let folder: string;
let runtime: TensorRuntime;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-sampler-'));
  for (const window of [0, 1, 2]) writeFileSync(graphPath(window), writeOnnxModel(samplerGraph(window)));
  runtime = await createOrtRuntime({ threads: 1 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function graphPath(window: number): string {
  return join(folder, `window-${window}.onnx`);
}

interface Walk {
  readonly stages: readonly SamplerStage[];
  readonly shift: number;
  readonly shiftPenalty: number;
}

function walk(stages: readonly SamplerStage[], shiftPenalty = 0): Walk {
  return { stages, shift: 1.5, shiftPenalty };
}

function draw(steps: number, { stages, ...settings }: Walk): Promise<Float32Array> {
  return sample({
    bank,
    noise,
    steps,
    settings,
    stages,
    openGraph: (window) => runtime.open(graphPath(window)),
    onStep: async () => {},
  });
}

function drawByDefinition(steps: number, { stages, shift }: Walk): number[] {
  const sigmas = sigmaSchedule({ steps, shift });
  let x = Array.from(noise);
  for (let i = 0; i < steps; i++) {
    const sigma = sigmas[i] ?? 0;
    const stage = stages.find(({ sigmaAbove }) => sigma > sigmaAbove);
    if (stage === undefined) throw new Error('no stage');
    const side = Math.round(stage.patch * Math.min(height, width));
    const guess = denoiseByDefinition(x, sigma, { ...bank, bank: bank.latents, side, window: stage.window });
    x = x.map((value, j) => (guess[j] ?? 0) + ((value - (guess[j] ?? 0)) * (sigmas[i + 1] ?? 0)) / sigma);
  }
  return x;
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));
}

describe('the sampler', () => {
  test.each([
    [0, 5],
    [1, 3],
    [1, 5],
    [2, 1],
    [2, 3],
  ])('follows the formula for window %i and patches of %i', async (window, side) => {
    const using = walk([{ sigmaAbove: 0, patch: side / height, window }]);

    const drawn = await draw(6, using);

    expect(largestDifference(drawn, drawByDefinition(6, using))).toBeLessThan(1e-4);
  });

  test('follows the formula through all stages of 24 steps', async () => {
    const using = walk([
      { sigmaAbove: 0.75, patch: 5 / height, window: 0 },
      { sigmaAbove: 0.5, patch: 3 / height, window: 1 },
      { sigmaAbove: 0, patch: 3 / height, window: 2 },
    ]);

    const drawn = await draw(24, using);

    expect(largestDifference(drawn, drawByDefinition(24, using))).toBeLessThan(1e-4);
  });

  test('a penalty on shifts draws towards the plain denoiser of window 0', async () => {
    const free = walk([{ sigmaAbove: 0, patch: 3 / height, window: 1 }]);
    const bound = walk(free.stages, 1e6);
    const still = walk([{ sigmaAbove: 0, patch: 3 / height, window: 0 }]);

    const [freely, bounded, standing] = await Promise.all([draw(6, free), draw(6, bound), draw(6, still)]);

    expect(largestDifference(bounded, standing)).toBeLessThan(1e-5);
    expect(largestDifference(freely, standing)).toBeGreaterThan(1e-3);
  });

  test('one step gives the mean of the exemplars by their priors', async () => {
    const drawn = await draw(1, walk([{ sigmaAbove: 0, patch: 1, window: 0 }]));

    const size = channels * plane;
    const mean = Array.from({ length: size }, (_, i) =>
      [0.5, 0.3, 0.2].reduce((sum, prior, k) => sum + prior * (bank.latents[k * size + i] ?? 0), 0),
    );
    expect(largestDifference(drawn, mean)).toBeLessThan(1e-6);
  });

  test('leaves noise and bank as they were', async () => {
    const before = [Float32Array.from(noise), Float32Array.from(bank.latents)];

    await draw(3, walk([{ sigmaAbove: 0, patch: 0.5, window: 1 }]));

    expect([noise, bank.latents]).toEqual(before);
  });

  test('tells of every step with the guess of the finished picture', async () => {
    const told: number[] = [];
    let last: Float32Array = new Float32Array();

    const drawn = await sample({
      bank,
      noise,
      steps: 4,
      settings: walk([]),
      stages: [{ sigmaAbove: 0, patch: 0.5, window: 0 }],
      openGraph: (window) => runtime.open(graphPath(window)),
      async onStep({ done, denoised }) {
        told.push(done);
        last = denoised;
      },
    });

    expect(told).toEqual([1, 2, 3, 4]);
    expect(last).toEqual(drawn);
  });
});

describe('the sigmas', () => {
  test('fall from 1 to 0 with the shift of the model', () => {
    expect(sigmaSchedule({ steps: 4, shift: 1.5 })).toEqual([1, 1.125 / 1.375, 0.75 / 1.25, 0.375 / 1.125, 0]);
  });
});

describe('the embedded model', () => {
  const model = fileURLToPath(new URL('../../../../../resources/models/sticker-mini', import.meta.url));

  test.each([0, 1])('ships the graph of window %i as it is built today', (window) => {
    const shipped = readFileSync(join(model, `sampler/window-${window}.onnx`));
    expect(Buffer.compare(shipped, writeOnnxModel(samplerGraph(window)))).toBe(0);
  });
});
