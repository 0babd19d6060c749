import { describe, expect, it } from 'vitest';
import { allowedMoves, isFinished, type JobState, jobStates } from '../../../../shared/domain/job.ts';

const legal: ReadonlySet<string> = new Set([
  'queued running',
  'queued paused',
  'queued failed',
  'queued cancelled',
  'running queued',
  'running paused',
  'running completed',
  'running failed',
  'running cancelled',
  'paused queued',
  'paused cancelled',
  'failed queued',
]);
const pairs = jobStates.flatMap((from) => jobStates.map((to): [JobState, JobState] => [from, to]));

describe('the moves between job states', () => {
  it.each(pairs)('%s -> %s is allowed exactly when the specification lists it', (from, to) => {
    expect(allowedMoves[from].includes(to)).toBe(legal.has(`${from} ${to}`));
  });

  it('counts completed, failed and cancelled as finished', () => {
    expect(jobStates.filter(isFinished)).toEqual(['completed', 'failed', 'cancelled']);
  });
});
