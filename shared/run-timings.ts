// Where the time of an engine's run went, and what it held: what the host tells main at the end.

import { z } from 'zod';

const Milliseconds = z.number().nonnegative();
/** Where the time of a generation went, all its pictures together; loading is next to nothing where the model was loaded. */
const StageTimings = z.strictObject({
  loadingMs: Milliseconds,
  encodingMs: Milliseconds,
  samplingMs: Milliseconds,
  decodingMs: Milliseconds,
  savingMs: Milliseconds,
});
export type StageTimings = z.infer<typeof StageTimings>;

/** Where the time of a run went; `sessionMs` is the sum over every session.run. */
export const RunTimings = z.strictObject({
  totalMs: z.number().nonnegative(),
  sessionMs: z.number().nonnegative(),
  sessionRuns: z.int().nonnegative(),
  loadMs: z.number().nonnegative(),
  /** Left out by enlargements, and by runs that took up kept steps and so say nothing of the next. */
  stages: StageTimings.optional(),
  /** What computed; left out where nothing did. */
  provider: z.string().optional(),
  /** The most memory the host held, where this run raised it. */
  peakBytes: z.number().nonnegative().optional(),
});
export type RunTimings = z.infer<typeof RunTimings>;
