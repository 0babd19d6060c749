// The progress of a job as a person sees it: a bar on a terminal, a few lines in a log.

import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { describe, expect, test } from 'vitest';
import { createProgressLine, type Progress } from '../../../../main/cli/progress-line.ts';
import type { Terminal } from '../../../../main/cli/terminal.ts';

function terminalWith(columns: number | null): { terminal: Terminal; written: string[] } {
  const written: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      written.push(text);
      done();
    },
  });
  const live = columns === null ? null : (Object.assign(stream, { columns }) as unknown as WriteStream);
  const terminal: Terminal = {
    json: false,
    say: () => {},
    document: () => {},
    remark: (line) => written.push(line),
    live,
  };
  return { terminal, written };
}

const half: Progress = { stage: 'sampling', fraction: 0.5, etaMs: 12_300 };

describe('on a terminal', () => {
  test('a bar fills over one line, with the stage and the time left', () => {
    const { terminal, written } = terminalWith(80);
    createProgressLine(terminal).show(half);
    expect(written).toEqual([`\r\u001b[K${'█'.repeat(12)}${'░'.repeat(12)}  50%  sampling, 13 s left`]);
  });

  test('minutes are told from seconds', () => {
    const { terminal, written } = terminalWith(80);
    createProgressLine(terminal).show({ ...half, etaMs: 185_000 });
    expect(written[0]).toMatch(/3 min 05 s left$/);
  });

  test('nothing is said of time that is not known yet', () => {
    const { terminal, written } = terminalWith(80);
    createProgressLine(terminal).show({ stage: 'loading', fraction: 0, etaMs: null });
    expect(written[0]).toMatch(/ {3}0% {2}loading$/);
  });

  test('a narrow one gets no second line', () => {
    const { terminal, written } = terminalWith(20);
    createProgressLine(terminal).show(half);
    expect(written[0]?.replace('\r\u001b[K', '')).toHaveLength(19);
  });

  test('one of unknown width is taken for a usual one', () => {
    const { terminal, written } = terminalWith(0);
    createProgressLine(terminal).show(half);
    expect(written[0]).toMatch(/13 s left$/);
  });

  test('the bar goes away when all is done', () => {
    const { terminal, written } = terminalWith(80);
    createProgressLine(terminal).clear();
    expect(written).toEqual(['\r\u001b[K']);
  });
});

describe('elsewhere', () => {
  test('a line comes with each stage and each quarter, not with each step', () => {
    const { terminal, written } = terminalWith(null);
    const line = createProgressLine(terminal);
    line.show({ stage: 'loading', fraction: 0, etaMs: null });
    line.show({ stage: 'sampling', fraction: 0.1, etaMs: 9000 });
    line.show({ stage: 'sampling', fraction: 0.2, etaMs: 8000 });
    line.show({ stage: 'sampling', fraction: 0.3, etaMs: 7000 });
    line.clear();
    expect(written).toEqual(['0% loading', '10% sampling, 9 s left', '30% sampling, 7 s left']);
  });
});
