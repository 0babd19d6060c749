// Shows how far a job is: a bar that moves on a terminal, a line per step of the way elsewhere.

import type { JobStage } from '../../shared/domain/job.ts';
import type { Terminal } from './terminal.ts';

export interface Progress {
  readonly stage: JobStage;
  /** 0..1 */
  readonly fraction: number;
  readonly etaMs: number | null;
}

export interface ProgressLine {
  show(progress: Progress): void;
  /** Takes the bar away, so that what follows starts on a clean line. */
  clear(): void;
}

const barCells = 24;
/** For a terminal that does not say how wide it is, as some recorders do. */
const usualColumns = 80;
/** A log file gets a line at each quarter and at each new stage. */
const plainSteps = 4;

export function createProgressLine(terminal: Terminal): ProgressLine {
  return terminal.live === null ? plainLines(terminal.remark) : movingBar(terminal.live);
}

function movingBar(stream: NonNullable<Terminal['live']>): ProgressLine {
  // Back to the first column, and erase to the end of the line.
  const clear = '\r\u001b[K';
  return {
    show({ stage, fraction, etaMs }) {
      const full = Math.round(fraction * barCells);
      const bar = '█'.repeat(full) + '░'.repeat(barCells - full);
      const text = `${bar} ${percent(fraction).padStart(4)}  ${stage}${timeLeft(etaMs)}`;
      stream.write(clear + text.slice(0, (stream.columns || usualColumns) - 1));
    },
    clear() {
      stream.write(clear);
    },
  };
}

function plainLines(remark: (line: string) => void): ProgressLine {
  let last = '';
  return {
    show({ stage, fraction, etaMs }) {
      const step = `${stage} ${Math.floor(fraction * plainSteps)}`;
      if (step === last) return;
      last = step;
      remark(`${percent(fraction)} ${stage}${timeLeft(etaMs)}`);
    },
    clear() {},
  };
}

function percent(fraction: number): string {
  return `${Math.floor(fraction * 100)}%`;
}

function timeLeft(etaMs: number | null): string {
  if (etaMs === null) return '';
  const seconds = Math.ceil(etaMs / 1000);
  if (seconds < 60) return `, ${seconds} s left`;
  return `, ${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s left`;
}
