import { expect, test } from 'vitest';
import { timeUntil } from '../../../../../renderer/features/queue/time-until.ts';
import { exampleJob } from '../../example-job.ts';

const running = exampleJob('running', 1, { state: 'running', etaMs: 5000 });
const first = exampleJob('first', 2);
const second = exampleJob('second', 3);
const expecting = (ms: number | null) => [first, second].map((job) => ({ id: job.id, expectedMs: ms }));

test('each waiting job is done after all before it', () => {
  const { each, all } = timeUntil({ running: [running], waiting: [first, second], expected: expecting(2000) });
  expect([...each]).toEqual([
    [first.id, 7000],
    [second.id, 9000],
  ]);
  expect(all).toBe(9000);
});

test('nothing is said where one before it is not known', () => {
  const unknown = { ...running, etaMs: null };
  const { each, all } = timeUntil({ running: [unknown], waiting: [first], expected: expecting(2000) });
  expect([each.size, all]).toEqual([0, null]);
  expect(timeUntil({ running: [running], waiting: [first], expected: expecting(null) }).all).toBeNull();
});

test('a paused job, and one that waits to be tried again, hold nobody up', () => {
  const paused = { ...first, state: 'paused' as const };
  const retries = { count: 1, limit: 3, nextAt: second.createdAt };
  const { each } = timeUntil({
    running: [],
    waiting: [paused, { ...exampleJob('again', 2), retries }, second],
    expected: expecting(2000),
  });
  expect([...each]).toEqual([[second.id, 2000]]);
});
