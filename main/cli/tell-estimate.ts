// tessera generate --estimate: what a recipe would take, in words or as the contract says it; nothing is drawn.

import type { Preflight } from '../../shared/domain/preflight.ts';
import type { Terminal } from './terminal.ts';

const gibibyte = 2 ** 30;
const longAsMinutes = 100;

export function tellEstimate(estimate: Preflight, terminal: Terminal): void {
  const { model, width, height, steps, count, notes } = estimate;
  terminal.say(`${model}: ${count} x ${width}x${height}, ${steps} steps`);
  terminal.say(memorySentence(estimate.memory));
  terminal.say(timeSentence(estimate.time));
  for (const note of notes) terminal.say(`note: ${note.message}`);
  terminal.document(estimate);
}

function memorySentence({ peakBytes, basis, freeBytes }: Preflight['memory']): string {
  const free = `${gigabytes(freeBytes)} GB are free`;
  if (peakBytes === null) return `memory: not known yet; ${free}`;
  return `memory: about ${gigabytes(peakBytes)} GB, ${basis === 'learned' ? 'by earlier runs' : "by the model's sizes"}; ${free}`;
}

function timeSentence({ seconds, basis, runs }: Preflight['time']): string {
  if (seconds === null) return 'time: not known before the first run of this model';
  const words = seconds < longAsMinutes ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} minutes`;
  const runsOf = `${runs} ${runs === 1 ? 'run' : 'runs'}`;
  return `time: about ${words}, by ${runsOf} of ${basis === 'measured' ? 'this size' : 'another size'}`;
}

function gigabytes(bytes: number): string {
  return (bytes / gibibyte).toFixed(1);
}
