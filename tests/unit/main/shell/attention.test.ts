import { beforeEach, describe, expect, test } from 'vitest';
import { type AttentionDesk, drawAttention } from '../../../../main/shell/attention.ts';
import type { TesseraEvent } from '../../../../shared/contract/index.ts';
import { JobId } from '../../../../shared/domain/ids.ts';
import type { Job } from '../../../../shared/domain/job.ts';

let said: string[];
let shares: (number | null)[];
let awake: number;
let lookedAt: boolean;
let notifications: boolean;
let hear: (event: TesseraEvent) => void;
let click: () => void;
let stop: () => void;

beforeEach(() => {
  said = [];
  shares = [];
  awake = 0;
  lookedAt = false;
  notifications = true;
  const desk: AttentionDesk = {
    showProgress: (share) => void shares.push(share),
    keepAwake() {
      awake += 1;
      return () => void (awake -= 1);
    },
    isLookedAt: () => lookedAt,
    notify({ title, body }, onClick) {
      said.push(`${title}: ${body}`);
      click = onClick;
    },
    bringForward: () => void said.push('brought forward'),
  };
  stop = drawAttention({
    desk,
    subscribe(listener) {
      hear = listener;
      return () => void said.push('left');
    },
    settings: () => ({ notifications }),
    words: () => ({ completed: 'Ready', failed: 'Failed' }),
  });
});

function job(
  id: string,
  state: Job['state'],
  more: { progress?: number; nextAt?: string; message?: string } = {},
): void {
  const { progress = 0, nextAt = null, message } = more;
  const data = {
    id: JobId.parse(id),
    state,
    progress,
    retries: { count: 0, limit: 3, nextAt },
    task: { recipe: { prompt: `prompt of ${id}` } },
    error: message === undefined ? null : { code: 'DISK_FULL', message, retryable: false },
  } as Job;
  hear({ name: 'job.changed', data, sequence: 1 });
}

function progress(id: string, share: number): void {
  const data = { id: JobId.parse(id), stage: 'sampling', progress: share, etaMs: null } as const;
  hear({ name: 'job.progress', data, sequence: 1 });
}

describe('the desktop', () => {
  test('shows how far everything open is, stays awake for it, and is told of the last end', () => {
    job('a', 'queued');
    job('b', 'queued');
    expect(awake).toBe(1);
    job('a', 'running');
    progress('a', 0.5);
    expect(shares.at(-1)).toBe(0.25);
    job('a', 'completed', { progress: 1 });
    expect(said).toEqual([]);
    job('b', 'running', { progress: 0.4 });
    job('b', 'completed', { progress: 1 });
    expect(said).toEqual(['Ready: prompt of b']);
    expect([shares.at(-1), awake]).toEqual([null, 0]);
    click();
    expect(said.at(-1)).toBe('brought forward');
  });

  test('hears of a failure why, and of a cancelled job nothing', () => {
    job('a', 'running');
    job('a', 'failed', { message: 'The disk is full.' });
    job('b', 'running');
    job('b', 'cancelled');
    expect(said).toEqual(['Failed: The disk is full.']);
  });

  test('is left alone by who looks at the window, or said so', () => {
    lookedAt = true;
    job('a', 'running');
    job('a', 'completed');
    lookedAt = false;
    notifications = false;
    job('b', 'running');
    job('b', 'completed');
    expect(said).toEqual([]);
  });

  test('may sleep while a job waits for its next try, is paused or gone', () => {
    job('a', 'running');
    job('a', 'queued', { nextAt: '2026-11-21T10:00:00.000Z' });
    expect([awake, shares.at(-1)]).toEqual([0, null]);
    job('b', 'queued');
    job('b', 'paused');
    expect(awake).toBe(0);
    job('c', 'queued');
    hear({ name: 'job.deleted', data: { id: JobId.parse('c') }, sequence: 1 });
    expect(awake).toBe(0);
    progress('c', 0.5);
    expect(shares.at(-1)).toBeNull();
    expect(said).toEqual([]);
  });

  test('is released when the app goes', () => {
    job('a', 'running');
    stop();
    expect([awake, shares.at(-1), said]).toEqual([0, null, ['left']]);
  });
});
