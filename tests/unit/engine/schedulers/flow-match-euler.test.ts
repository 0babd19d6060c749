// FlowMatchEuler against sigmas computed with diffusers (it has no test of its own there), and its exactness on
// straight flows.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTorchCpuNoise } from '../../../../engine/noise/torch-cpu.ts';
import { createScheduler } from '../../../../engine/schedulers/create-scheduler.ts';
import type { Scheduler } from '../../../../engine/schedulers/scheduler.ts';

function flow(steps: number, config: object = {}, imageSeqLen?: number): Scheduler {
  return createScheduler({ name: 'flow-match-euler', config, steps, imageSeqLen });
}

function sigmasOf(scheduler: Scheduler): number[] {
  return [...scheduler.timesteps].map((timestep) => timestep / 1000);
}

describe('FlowMatchEuler', () => {
  it.each([
    ['no shift', {}, [1, 0.667, 0.334, 0.001]],
    ['shift 3, whose smallest sigma is shifted twice', { shift: 3 }, [1, 0.857692, 0.602151, 0.008929]],
  ])('spaces four steps: %s', (_, config, expected) => {
    const sigmas = sigmasOf(flow(4, config));
    expect(Math.max(...expected.map((value, index) => Math.abs((sigmas[index] ?? Number.NaN) - value)))).toBeLessThan(
      1e-6,
    );
  });

  it('shifts more noise to larger images', () => {
    const config = { use_dynamic_shifting: true };
    const [small, large] = [sigmasOf(flow(4, config, 256)), sigmasOf(flow(4, config, 4096))];
    expect(large[1]).toBeGreaterThan(small[1] ?? Number.NaN);
  });

  it('needs the image size when the model shifts with it', () => {
    expect(() => flow(4, { use_dynamic_shifting: true })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it('ends exactly on the clean sample when the model knows the velocity, in any number of steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.double({ min: 0.5, max: 6, noNaN: true }), (steps, shift) => {
        const scheduler = flow(steps, { shift });
        const noise = createTorchCpuNoise(steps);
        const clean = noise.normal(32);
        const start = noise.normal(32);
        const velocity = start.map((value, index) => value - (clean[index] ?? Number.NaN));
        let sample = start;
        scheduler.timesteps.forEach((_, index) => {
          sample = scheduler.step({ modelOutput: velocity, index, sample, noise }).sample;
        });
        const worst = Math.max(...sample.map((value, index) => Math.abs(value - (clean[index] ?? Number.NaN))));
        expect(worst).toBeLessThan(1e-5);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses inverted sigmas', () => {
    expect(() => flow(4, { invert_sigmas: true })).toThrow(
      expect.objectContaining({ code: 'MODEL_UNSUPPORTED', details: { key: 'invert_sigmas', value: true } }),
    );
  });
});
