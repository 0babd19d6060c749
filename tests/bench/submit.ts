// Measures how soon a submit is answered when a thousand jobs already wait.

import { quantile, type Row } from './row.ts';
import { openStudio } from './studio.ts';

const waiting = 1000;
const measured = 200;

export async function measureSubmit(): Promise<Row[]> {
  // The queue is not started: what is measured is accepting, with nothing else running.
  const studio = await openStudio();
  try {
    const submit = async (seed: number): Promise<number> => {
      const started = performance.now();
      await studio.call('generation.submit', {
        request: { kind: 'generate', recipe: { prompt: 'a red apple', seed } },
      });
      return performance.now() - started;
    };
    for (let seed = 0; seed < waiting; seed += 1) await submit(seed);
    const latencies: number[] = [];
    for (let seed = 0; seed < measured; seed += 1) latencies.push(await submit(seed));
    return [
      {
        what: 'job accepted (submit to job id), p95 with 1,000 jobs queued',
        value: quantile(latencies, 0.95),
        unit: 'ms',
        bar: 20,
        runs: measured,
        detail: `median ${quantile(latencies, 0.5).toFixed(1)} ms`,
      },
    ];
  } finally {
    await studio.close();
  }
}
