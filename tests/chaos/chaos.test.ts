// Ten blows of the siege that `npm run chaos` does with hundreds: what was promised is kept.

import { expect, test } from 'vitest';
import { runChaos } from './chaos.ts';

test('ten kills of main, engine host and imaging host lose nothing and make nothing twice', async () => {
  const { blows, verdict } = await runChaos({ kills: 10, seed: 7, say: () => {} });

  expect(blows).toHaveLength(10);
  expect(verdict).toMatchObject({ lost: [], duplicated: [], stuck: [], wrong: [], database: 'ok' });
  // A siege that drew nothing, or compared nothing, would prove nothing.
  expect(verdict.jobs).toBeGreaterThan(3);
  expect(verdict.pictures).toBeGreaterThan(verdict.jobs);
  expect(verdict.compared).toBeGreaterThan(1);
}, 400_000);
