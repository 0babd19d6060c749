// Seconds foreseen from runs that were: of the same size, of another, with and without loading.

import { describe, expect, test } from 'vitest';
import { type AskedTime, type Pass, predictTime } from '../../../../main/preflight/predict-time.ts';
import type { RunTime } from '../../../../main/store/run-time-table.ts';
import { ModelId } from '../../../../shared/domain/ids.ts';

function run(over: Partial<RunTime> = {}): RunTime {
  const stages = { loadingMs: null, encodingMs: 100, stepMs: 200, decodingMs: 1000, peakBytes: null };
  return { model: ModelId.parse('tiny'), provider: 'cpu', width: 512, height: 512, guided: true, ...stages, ...over };
}

const pass: Pass = { width: 512, height: 512, steps: 10, fromPicture: false };
const asked: AskedTime = { passes: [pass], count: 1, guided: true, guidanceDoubles: true, isLoaded: true };

describe('the seconds of a recipe', () => {
  test('are not known before its first run', () => {
    expect(predictTime([], asked)).toEqual({ seconds: null, basis: 'unknown', runs: 0 });
  });

  test('are those of runs of its size: encoding, steps, decoding', () => {
    expect(predictTime([run()], asked)).toEqual({ seconds: 3.1, basis: 'measured', runs: 1 });
  });

  test('count every picture, and loading once where the model is not loaded', () => {
    const runs = [run(), run({ loadingMs: 5000 })];
    expect(predictTime(runs, { ...asked, count: 4 }).seconds).toBeCloseTo(12.4);
    expect(predictTime(runs, { ...asked, count: 4, isLoaded: false }).seconds).toBeCloseTo(17.4);
  });

  test('follow the median: one slow run moves nothing', () => {
    const runs = [run({ stepMs: 9000 }), run(), run()];
    expect(predictTime(runs, asked)).toEqual({ seconds: 3.1, basis: 'measured', runs: 3 });
  });

  test('of another size are guessed from the nearest, by the pixels', () => {
    const runs = [
      run({ width: 64, height: 64, stepMs: 1 }),
      run({ width: 256, height: 256, stepMs: 50, decodingMs: 250 }),
    ];
    expect(predictTime(runs, asked)).toEqual({ seconds: 3.1, basis: 'similar', runs: 1 });
  });

  test('double with guidance, unless the model takes it as a number', () => {
    const runs = [run({ guided: false })];
    expect(predictTime(runs, asked).seconds).toBeCloseTo(5.1);
    expect(predictTime(runs, { ...asked, guidanceDoubles: false }).seconds).toBeCloseTo(3.1);
  });

  test('of a picture drawn small first are those of both passes', () => {
    const second: Pass = { width: 1024, height: 1024, steps: 5, fromPicture: true };
    const time = predictTime([run()], { ...asked, passes: [pass, second] });
    // 0.1 + 10 x 0.2 + 1, then 0.1 + the way in, 2 + 5 x 0.8 + 4.
    expect(time.seconds).toBeCloseTo(3.1 + 10.1);
    expect(time.basis).toBe('similar');
  });
});
