// Every recorded run of the reference implementation, number by number.

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
const relativeTolerance = 2e-5;

function schedulerOf(golden: Golden): Scheduler {
  const name = schedulerNames.find((known) => known === golden.scheduler);
  if (name === undefined) throw new Error(`goldens.json names ${golden.scheduler}`);
  const { steps, imageSeqLen, ownSigmas } = golden.run;
  const sigmas = Array.from({ length: steps }, (_, index) => 1 - (index * (1 - 1 / steps)) / (steps - 1));
  return createScheduler({ name, config: golden.config, steps, imageSeqLen, sigmas: ownSigmas ? sigmas : undefined });
}

function runPipeline(scheduler: Scheduler, start: number): Float32Array {
  const noise = createTorchCpuNoise(goldens.seed);
  const drawn = noise.normal(imageSize);
  let sample =
    start === 0
      ? scaled(drawn, scheduler.initNoiseSigma)
      : scheduler.addNoise({ original: drawn, noise: noise.normal(imageSize), index: start });
  scheduler.timesteps.forEach((timestep, index) => {
    if (index < start) return;
    const modelOutput = scheduler.scaleModelInput(sample, index).map((value) => value * 0.3 + timestep * 0.0001);
    sample = scheduler.step({ modelOutput, index, sample, noise }).sample;
  });
  return sample;
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
      const result = runPipeline(scheduler, golden.run.start);

      expect(scheduler.timesteps.length).toBe(golden.timesteps.length);
      const worstTimestep = Math.max(
        ...golden.timesteps.map((timestep, index) => Math.abs((scheduler.timesteps[index] ?? Number.NaN) - timestep)),
      );
      expect(worstTimestep).toBeLessThan(2e-3);
      expect(scheduler.initNoiseSigma / golden.initNoiseSigma).toBeCloseTo(1, 6);
      expect(Math.abs(absoluteSum(result) / golden.absoluteSum - 1)).toBeLessThan(relativeTolerance);
      const scale = golden.absoluteSum / imageSize;
      const worst = Math.max(
        ...goldens.picked.map((place, index) =>
          Math.abs((result[place] ?? Number.NaN) - (golden.picked[index] ?? Number.NaN)),
        ),
      );
      expect(worst / scale).toBeLessThan(relativeTolerance * 5);
    },
  );
});
