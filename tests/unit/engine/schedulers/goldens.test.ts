// Every recorded run of the reference implementation, turn by turn and number by number.

import { describe, expect, it } from 'vitest';
import { createTorchCpuNoise } from '../../../../engine/noise/torch-cpu.ts';
import { createScheduler } from '../../../../engine/schedulers/create-scheduler.ts';
import type { Scheduler } from '../../../../engine/schedulers/scheduler.ts';
import { schedulerNames } from '../../../../shared/domain/scheduler-name.ts';
import goldens from './goldens.json' with { type: 'json' };
import { absoluteSum, scaled } from './reference-loop.ts';

type Golden = (typeof goldens.cases)[number];

const imageSize = 3 * 8 * 8;
/** Torch computes some coefficients in float32 where we stay in double: a float32's last digits differ. */
const usualTolerance = 2e-6;
/** DEIS' coefficients are differences of products of logarithms, of which float32 leaves torch fewer digits. */
const deisTolerance = 3e-5;

function schedulerOf(golden: Golden): Scheduler {
  const name = schedulerNames.find((known) => known === golden.scheduler);
  if (name === undefined) throw new Error(`goldens.json names ${golden.scheduler}`);
  const { steps, imageSeqLen, ownSigmas, gamma } = golden.run;
  const sigmas = Array.from({ length: steps }, (_, index) => 1 - (index * (1 - 1 / steps)) / (steps - 1));
  return createScheduler({
    name,
    config: golden.config,
    steps,
    gamma,
    imageSeqLen,
    sigmas: ownSigmas ? sigmas : undefined,
  });
}

/** The samples after each turn. */
function runPipeline(scheduler: Scheduler, start: number): Float32Array[] {
  const noise = createTorchCpuNoise(goldens.seed);
  const drawn = noise.normal(imageSize);
  const samples: Float32Array[] = [];
  let sample =
    start === 0
      ? scaled(drawn, scheduler.initNoiseSigma)
      : scheduler.addNoise({ original: drawn, noise: noise.normal(imageSize), index: start });
  scheduler.timesteps.forEach((timestep, index) => {
    if (index < start) return;
    const modelOutput = scheduler.scaleModelInput(sample, index).map((value) => value * 0.3 + timestep * 0.0001);
    sample = scheduler.step({ modelOutput, index, sample, noise }).sample;
    samples.push(sample);
  });
  return samples;
}

function worstDifference(ours: ArrayLike<number>, theirs: readonly number[], unit: (value: number) => number): number {
  return Math.max(...theirs.map((value, index) => Math.abs((ours[index] ?? Number.NaN) - value) / unit(value)));
}

describe('schedulers agree with the recorded reference runs', () => {
  it('has cases for every scheduler', () => {
    const covered = new Set(goldens.cases.map((golden) => golden.scheduler));
    // dpmpp-2m-karras is dpmpp-2m with one key set; create-scheduler.test.ts holds it to that.
    expect([...covered].toSorted()).toEqual(schedulerNames.filter((name) => name !== 'dpmpp-2m-karras').toSorted());
  });

  it.each(goldens.cases.map((golden) => [`${golden.scheduler}: ${golden.title}`, golden] as const))(
    '%s',
    (_, golden) => {
      const scheduler = schedulerOf(golden);
      const tolerance = golden.scheduler === 'deis' ? deisTolerance : usualTolerance;
      const samples = runPipeline(scheduler, golden.run.start);
      const result = samples.at(-1) ?? new Float32Array();

      expect(scheduler.timesteps.length).toBe(golden.timesteps.length);
      expect(worstDifference(scheduler.timesteps, golden.timesteps, () => 1)).toBeLessThan(2e-3);
      expect(scheduler.initNoiseSigma / golden.initNoiseSigma).toBeCloseTo(1, 6);
      expect(worstDifference(samples.map(absoluteSum), golden.absoluteSums, (sum) => sum)).toBeLessThan(tolerance);
      const scale = absoluteSum(result) / imageSize;
      const picked = goldens.picked.map((place) => result[place] ?? Number.NaN);
      expect(worstDifference(picked, golden.picked, () => scale)).toBeLessThan(tolerance * 10);
    },
  );
});
