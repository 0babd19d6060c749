// Every full loop of diffusers' own scheduler tests, at its tolerances.

import { describe, expect, it } from 'vitest';
import { createScheduler } from '../../../../engine/schedulers/create-scheduler.ts';
import {
  absoluteMean,
  absoluteSum,
  referenceSample,
  runNoisedReferenceLoop,
  runReferenceLoop,
} from './reference-loop.ts';
import { type UpstreamLoop, upstreamLoops } from './upstream-loops.ts';

function resultOf(loop: UpstreamLoop, shape: { readonly pixels: number }): Float32Array {
  const { scheduler: name, config, steps, gamma, start = 0 } = loop;
  const scheduler = createScheduler({ name, config, steps, gamma });
  if (loop.noised === true) return runNoisedReferenceLoop(scheduler, start, shape.pixels);
  const sample = referenceSample(shape.pixels).map((value) => value * scheduler.initNoiseSigma);
  return runReferenceLoop(scheduler, { start, sample });
}

function expectGolden(loop: UpstreamLoop, result: Float32Array): void {
  const [mean, meanTolerance] = loop.mean;
  const [sum, sumTolerance] = loop.sum ?? [absoluteSum(result), 1];
  expect(Math.abs(absoluteMean(result) - mean)).toBeLessThan(meanTolerance);
  expect(Math.abs(absoluteSum(result) - sum)).toBeLessThan(sumTolerance);
}

describe('the reference loop of diffusers', () => {
  it.each(upstreamLoops.images.map((loop) => [`${loop.scheduler}: ${loop.title} (${loop.source})`, loop] as const))(
    '%s',
    (_, loop) => {
      expectGolden(loop, resultOf(loop, { pixels: 3 * 8 * 8 }));
    },
  );

  it.each(upstreamLoops.rows.map((loop) => [`${loop.scheduler}: ${loop.title} (${loop.source})`, loop] as const))(
    'over rows, %s',
    (_, loop) => {
      expectGolden(loop, resultOf(loop, { pixels: 3 * 8 }));
    },
  );
});
