// What an engine learns from its runs, and from which it learns nothing.

import { describe, expect, test } from 'vitest';
import { createLearningEngine } from '../../../../main/preflight/learning-engine.ts';
import type { RunTime } from '../../../../main/store/run-time-table.ts';
import type { RunTimings } from '../../../../shared/run-timings.ts';
import { createFakeEngine } from '../../../fakes/engine.ts';
import { type GenerateCommand, generateCommand } from '../../../fixtures/engine-commands.ts';
import { temporaryFolder } from '../fixtures.ts';

const stages = { loadingMs: 900, encodingMs: 20, samplingMs: 800, decodingMs: 100, savingMs: 20 };
const timings: RunTimings = { totalMs: 1, sessionMs: 1, sessionRuns: 1, loadMs: 1, provider: 'cpu', stages };

function open(answers: readonly RunTimings[]) {
  const learned: RunTime[] = [];
  const fake = createFakeEngine();
  let restarts = 0;
  let runs = 0;
  const engine = createLearningEngine(
    {
      ...fake,
      health: () => ({ ...fake.health(), restarts }),
      run: () => Promise.resolve(answers[Math.min(runs++, answers.length - 1)] ?? null),
    },
    { add: (run) => void learned.push(run), ofModel: () => [] },
  );
  const draw = (change: (command: GenerateCommand) => GenerateCommand = (command) => command) => {
    const command = generateCommand({ folder: temporaryFolder(), width: 64, height: 64, steps: 4, count: 2 });
    return engine.run(change(command), { signal: new AbortController().signal, onEvent: () => {} });
  };
  return { engine, draw, learned, restart: () => (restarts += 1) };
}

test('a run teaches the stages of one picture, and of loading once while the model stays', async () => {
  const { engine, draw, learned, restart } = open([{ ...timings, peakBytes: 5e8 }, timings]);
  await draw();
  expect(engine.holds('mock')).toBe(true);
  await draw();
  restart();
  expect(engine.holds('mock')).toBe(false);
  await draw();
  const each = { encodingMs: 10, stepMs: 100, decodingMs: 60, provider: 'cpu', width: 64, height: 64 };
  expect(learned).toMatchObject([
    { ...each, loadingMs: 900, peakBytes: 5e8 },
    { ...each, loadingMs: null, peakBytes: null },
    { ...each, loadingMs: 900, peakBytes: null },
  ]);
});

describe('nothing is learned', () => {
  const { stages: _, ...resumed } = timings;

  test('of a run that took up kept steps', async () => {
    const { draw, learned } = open([resumed]);
    await draw();
    expect(learned).toEqual([]);
  });

  test.each([
    ['that started from a picture', { source: { image: 'a'.repeat(64), strength: 0.5 } }],
    ['of two passes', { hires: { scale: 2, denoise: 0.5, steps: 2, upscaler: 'lanczos', width: 128, height: 128 } }],
  ])('of a run %s', async (_case, change) => {
    const { draw, learned } = open([timings]);
    await draw((command) => ({ ...command, recipe: { ...command.recipe, ...change } as GenerateCommand['recipe'] }));
    expect(learned).toEqual([]);
  });
});
