// Turns a pipeline's steps into progress that never goes back, a step time, and the time left.

import type { JobStage } from '../../shared/domain/job.ts';

export interface Progress {
  readonly stage: JobStage;
  readonly fraction: number;
  readonly etaMs: number | null;
  readonly stepMs: number | null;
}

export interface ProgressMeter {
  /** @param fraction 0..1 of picture `picture` (counted from 0); null when this news may be left out */
  step(stage: JobStage, picture: number, fraction: number): Progress | null;
  /** Starts the next step's time: what happened since the last step (saving, loading) was no step. */
  resume(): void;
}

/** At most ten a second reach the screen; nobody sees more. */
const intervalMs = 100;
/** Steps the median and the speed are taken from; older ones say little about a machine that got busy. */
const memorySteps = 32;
/** One step alone is often the slow first one. */
const stepsForEta = 2;

export function createProgressMeter(pictures: number, clock: () => number): ProgressMeter {
  const steps: { readonly ms: number; readonly fraction: number }[] = [];
  /** Medians, because the first step may hold the loading of a session and any step the machine's other work. */
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
  let reached = 0;
  let lastStage: JobStage | null = null;
  let lastSent = Number.NEGATIVE_INFINITY;
  let lastStep = clock();

  function etaMs(): number | null {
    if (steps.length < stepsForEta) return null;
    const msPerRun = median(steps.map((step) => step.ms / step.fraction));
    return msPerRun === null ? null : Math.round(msPerRun * (1 - reached));
  }

  return {
    step(stage, picture, fraction) {
      const now = clock();
      const before = reached;
      reached = Math.min(1, Math.max(reached, (picture + Math.min(1, Math.max(0, fraction))) / pictures));
      if (reached > before) {
        steps.push({ ms: Math.max(0, now - lastStep), fraction: reached - before });
        if (steps.length > memorySteps) steps.shift();
        lastStep = now;
      }
      const isLast = reached === 1 && before < 1;
      if (stage === lastStage && !isLast && now - lastSent < intervalMs) return null;
      lastStage = stage;
      lastSent = now;
      return { stage, fraction: reached, etaMs: etaMs(), stepMs: median(steps.map((step) => step.ms)) };
    },
    resume() {
      lastStep = clock();
    },
  };
}
