// How long a job that waits is likely to take, by how long such jobs took on this machine.

import type { JobTask } from '../../shared/domain/job.ts';

/** A job that ended, with how long it was at work. */
export interface PastJob {
  readonly task: JobTask;
  readonly tookMs: number;
}

export type Estimate = (task: JobTask) => number | null;

/** @returns milliseconds for a task; null where no job of its kind and model has ended yet */
export function estimateFrom(past: readonly PastJob[]): Estimate {
  const rates = new Map<string, number[]>();
  for (const { task, tookMs } of past) {
    const key = keyOf(task);
    const known = rates.get(key) ?? [];
    rates.set(key, [...known, tookMs / workOf(task)]);
  }
  const typical = new Map([...rates].map(([key, values]) => [key, medianOf(values)]));
  return (task) => {
    const rate = typical.get(keyOf(task));
    return rate === undefined ? null : Math.round(rate * workOf(task));
  };
}

/** Jobs of one key differ in time only by how much there is to do. */
function keyOf(task: JobTask): string {
  return task.kind === 'upscale' ? `upscale ${task.upscaler}` : `draw ${task.recipe.model}`;
}

/** Pixels times steps times pictures; an upscaler works through the pixels it makes. */
function workOf(task: JobTask): number {
  const { width, height, steps, count } = task.recipe;
  if (task.kind === 'upscale') return width * height * task.factor ** 2;
  return width * height * steps * count;
}

/** The middle of what was measured: a try while the machine was busy elsewhere says nothing of the next. */
function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
