// To which stage the time between two reports is counted.

import { expect, test } from 'vitest';
import { createStageTimes } from '../../../../engine/runs/stage-times.ts';

function timed(reports: readonly (readonly [stage: string, at: number])[]) {
  let now = 0;
  const times = createStageTimes(() => now);
  for (const [stage, at] of reports) {
    now = at;
    times.reached(stage);
  }
  return times.spent();
}

test('what was done before a report belongs to the stage it names, and everything up to the end of loading to loading', () => {
  const spent = timed([
    ['loading', 10],
    ['encoding', 500],
    ['encoding', 520],
    ['sampling', 620],
    ['sampling', 720],
    ['decoding', 1000],
    ['saving', 1050],
  ]);
  expect(spent).toEqual({ loadingMs: 500, encodingMs: 20, samplingMs: 200, decodingMs: 280, savingMs: 50 });
});

test('a second picture finds everything loaded', () => {
  const spent = timed([
    ['encoding', 5],
    ['sampling', 25],
    ['saving', 30],
    ['encoding', 31],
    ['sampling', 51],
    ['saving', 56],
  ]);
  expect(spent).toEqual({ loadingMs: 5, encodingMs: 1, samplingMs: 40, decodingMs: 0, savingMs: 10 });
});

test('a stage that nobody foresees counts for the next', () => {
  expect(
    timed([
      ['encoding', 0],
      ['upscaling', 40],
      ['sampling', 50],
    ]).samplingMs,
  ).toBe(50);
});
