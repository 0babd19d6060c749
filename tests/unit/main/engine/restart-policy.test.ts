import { expect, test } from 'vitest';
import { createRestartPolicy } from '../../../../main/engine/restart-policy.ts';

const limits = { backoffMs: 100, backoffMaxMs: 350, crashesInARow: 4, pauseMs: 1_000, forgetMs: 10_000 };

test('the first start waits for nothing', () => {
  expect(createRestartPolicy(limits).delayMs(0)).toBe(0);
});

test('the wait doubles with each crash in a row, up to its limit', () => {
  const policy = createRestartPolicy(limits);
  const waits = [1_000, 1_000, 1_000].map((now) => {
    policy.crashed(now);
    return policy.delayMs(now);
  });
  expect(waits).toEqual([100, 200, 350]);
});

test('time that passed since the crash counts as waiting', () => {
  const policy = createRestartPolicy(limits);
  policy.crashed(1_000);
  expect([policy.delayMs(1_060), policy.delayMs(5_000)]).toEqual([40, 0]);
});

test('work in between starts the count anew', () => {
  const policy = createRestartPolicy(limits);
  policy.crashed(0);
  policy.crashed(0);
  policy.worked();
  policy.crashed(0);
  expect(policy.delayMs(0)).toBe(100);
});

test('too many crashes in a row open the breaker for a while', () => {
  const policy = createRestartPolicy(limits);
  for (const now of [0, 1, 2, 3]) policy.crashed(now);
  expect(policy.broken(3)).toEqual({ crashes: 4, pauseMs: 1_000 });
  expect(policy.broken(1_003)).toBeNull();
});

test('after the pause one more crash opens it again', () => {
  const policy = createRestartPolicy(limits);
  for (const now of [0, 1, 2, 3, 1_500]) policy.crashed(now);
  expect(policy.broken(1_500)).toEqual({ crashes: 5, pauseMs: 1_000 });
});

test('crashes long ago are forgotten', () => {
  const policy = createRestartPolicy(limits);
  for (const now of [0, 1, 2, 20_000]) policy.crashed(now);
  expect(policy.broken(20_000)).toBeNull();
  expect(policy.delayMs(20_000)).toBe(100);
});
