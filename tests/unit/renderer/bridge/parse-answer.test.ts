// Answers and events at the page's door: what the contract says comes through, everything else is an error with a code.

import { describe, expect, test } from 'vitest';
import { parseAnswer, parseEvent } from '../../../../renderer/bridge/parse-answer.ts';
import { TesseraError } from '../../../../shared/errors.ts';
import { exampleJob } from '../example-job.ts';

function thrownBy(run: () => unknown): TesseraError {
  try {
    run();
  } catch (error) {
    if (error instanceof TesseraError) return error;
  }
  throw new Error('no TesseraError was thrown');
}

describe('an answer', () => {
  test('gives its value', () => {
    const job = exampleJob('one', 1);
    expect(parseAnswer('generation.get', { ok: true, value: job })).toEqual(job);
  });

  test('throws the error it carries, with its details', () => {
    const error = { code: 'DISK_FULL', message: 'The disk is full.', retryable: true, details: { freeBytes: 0 } };
    expect(thrownBy(() => parseAnswer('generation.get', { ok: false, error }))).toMatchObject({
      code: 'DISK_FULL',
      message: 'The disk is full.',
      details: { freeBytes: 0 },
    });
  });

  test('with a code of a later version is an internal error and keeps its words', () => {
    const error = { code: 'SOMETHING_NEW', message: 'New.', retryable: false };
    expect(thrownBy(() => parseAnswer('generation.get', { ok: false, error }))).toMatchObject({
      code: 'INTERNAL',
      message: 'New.',
    });
  });

  test.each([
    ['no object', 'nonsense'],
    ['a value off the contract', { ok: true, value: { id: 1 } }],
    ['neither ok nor not', {}],
  ])('that is %s is an internal error', (_, raw) => {
    expect(thrownBy(() => parseAnswer('generation.get', raw)).code).toBe('INTERNAL');
  });
});

describe('an event', () => {
  test('is parsed by its name', () => {
    const raw = { name: 'job.deleted', sequence: 4, data: { id: 'one' } };
    expect(parseEvent(raw)).toEqual(raw);
  });

  test.each([
    ['an unknown name', { name: 'job.exploded', sequence: 1, data: {} }],
    ['a name from the prototype', { name: 'toString', sequence: 1, data: {} }],
    ['data off the contract', { name: 'job.deleted', sequence: 1, data: { id: '' } }],
    ['no object', null],
  ])('with %s is none', (_, raw) => {
    expect(parseEvent(raw)).toBeNull();
  });
});
