// Where the time of a run goes, told by the stages it reaches: what was done since the last word belongs to the stage that is told.

import type { StageTimings } from '../../shared/run-timings.ts';

type TimedStage = 'loading' | 'encoding' | 'sampling' | 'decoding' | 'saving';
const timedStages: readonly string[] = ['loading', 'encoding', 'sampling', 'decoding', 'saving'] satisfies TimedStage[];

export interface StageTimes {
  /** @param stage any of a job's; those that nobody foresees count for what comes next */
  reached(stage: string): void;
  spent(): StageTimings;
}

export function createStageTimes(clock: () => number): StageTimes {
  const spent: Record<TimedStage, number> = { loading: 0, encoding: 0, sampling: 0, decoding: 0, saving: 0 };
  let since = clock();
  let last: TimedStage = 'loading';
  return {
    reached(stage) {
      if (!isTimed(stage)) return;
      const now = clock();
      // Loading tells that it begins, all others that they did something.
      spent[last === 'loading' ? last : stage] += Math.max(0, now - since);
      since = now;
      last = stage;
    },
    spent: () => ({
      loadingMs: spent.loading,
      encodingMs: spent.encoding,
      samplingMs: spent.sampling,
      decodingMs: spent.decoding,
      savingMs: spent.saving,
    }),
  };
}

function isTimed(stage: string): stage is TimedStage {
  return timedStages.includes(stage);
}
