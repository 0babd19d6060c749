// Ctrl+C, pressed once, passed on twice, and pressed again by someone who will not wait.

import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, test } from 'vitest';
import { onInterruption } from '../../../../main/cli/interruption.ts';

class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];
  exit(code: number): void {
    this.exits.push(code);
  }
}

let source: FakeProcess;
let nowMs: number;
let remarks: string[];
let signal: AbortSignal;

beforeEach(() => {
  source = new FakeProcess();
  nowMs = 10_000;
  remarks = [];
  signal = onInterruption({ process: source, clock: () => nowMs, remark: (line) => remarks.push(line) });
});

describe('an interruption', () => {
  test.each(['SIGINT', 'SIGTERM'])('by %s aborts and says how to stop at once', (name) => {
    source.emit(name);
    expect([signal.aborted, source.exits, remarks]).toEqual([
      true,
      [],
      ['Stopping. Press Ctrl+C again to stop at once.'],
    ]);
  });

  test('that arrives twice at once is one', () => {
    source.emit('SIGINT');
    nowMs += 500;
    source.emit('SIGINT');
    expect([source.exits, remarks.length]).toEqual([[], 1]);
  });

  test('that is repeated later ends the process with 130', () => {
    source.emit('SIGINT');
    nowMs += 501;
    source.emit('SIGINT');
    expect(source.exits).toEqual([130]);
  });
});
