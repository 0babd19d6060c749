// The run times table: how long the stages of past runs took on this machine, by model, provider and size.

import { z } from 'zod';
import { ModelId } from '../../shared/domain/ids.ts';
import type { Store } from './database.ts';

const Row = z.object({
  model: ModelId,
  provider: z.string(),
  width: z.int(),
  height: z.int(),
  guided: z.int().transform(Boolean),
  /** Of the whole run; null where the model was loaded already. */
  loadingMs: z.number().nullable(),
  /** Of one picture; its saving counts as decoding. */
  encodingMs: z.number(),
  stepMs: z.number(),
  decodingMs: z.number(),
  /** Of the host; null where an earlier run had held more. */
  peakBytes: z.number().nullable(),
});
export type RunTime = z.infer<typeof Row>;

/** Enough for a median, and few enough to forget what the machine was like last year. */
const keptPerKind = 12;

export type RunTimeTable = ReturnType<typeof createRunTimeTable>;

export function createRunTimeTable(store: Store) {
  const sql = store.database;
  const insert = sql.prepare(
    `INSERT INTO run_times (model, provider, width, height, guided, loading_ms, encoding_ms, step_ms, decoding_ms, peak_bytes)
     VALUES (@model, @provider, @width, @height, @guided, @loadingMs, @encodingMs, @stepMs, @decodingMs, @peakBytes)`,
  );
  const trim = sql.prepare(
    `DELETE FROM run_times WHERE model = @model AND provider = @provider AND width = @width AND height = @height
       AND id NOT IN (SELECT id FROM run_times WHERE model = @model AND provider = @provider AND width = @width
                        AND height = @height ORDER BY id DESC LIMIT ${keptPerKind})`,
  );
  const ofModel = sql.prepare(
    `SELECT model, provider, width, height, guided, loading_ms AS loadingMs, encoding_ms AS encodingMs, step_ms AS stepMs,
       decoding_ms AS decodingMs, peak_bytes AS peakBytes
     FROM run_times WHERE model = ? ORDER BY id DESC`,
  );
  return {
    add(run: RunTime): void {
      store.transaction('run-times.add', () => {
        insert.run({ ...run, guided: Number(run.guided) });
        const { model, provider, width, height } = run;
        trim.run({ model, provider, width, height });
      });
    },
    /** Newest first. */
    ofModel(model: ModelId): RunTime[] {
      return z.array(Row).parse(ofModel.all(model));
    },
  };
}
