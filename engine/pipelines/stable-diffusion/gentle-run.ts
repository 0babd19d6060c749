// What is done when memory or numbers do not hold out: go on more gently, say so, and give up only when nothing gentler is left.

import { autoencoderTiles } from '../../../shared/domain/model-memory.ts';
import type { Note } from '../../../shared/domain/note.ts';
import { type ErrorCode, TesseraError } from '../../../shared/errors.ts';
import type { ModelSessions } from '../../runtime/model-sessions.ts';

export interface GentleRun {
  /** Tries again in single precision when numbers overflowed, and with one graph loaded at a time when memory ran out. @throws what the work throws the last time */
  attempt<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * An autoencoder's work, at once or in smaller and smaller tiles.
   * @param options.side latents along the picture's longer side
   * @param options.grain pixels per latent
   * @param options.fits whether tiles of so many latents per side, or the whole, may be tried at all
   */
  inTiles<Result>(
    options: { readonly side: number; readonly grain: number; readonly fits: (tile: number) => boolean },
    work: (tile: number | null) => Promise<Result>,
  ): Promise<Result>;
}

export function createGentleRun(sessions: ModelSessions, note: (note: Note) => void): GentleRun {
  // An earlier picture found it out; this one is computed so too.
  for (const part of sessions.widened) note(widenedNote(part));

  async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (thrown) {
      if (await widenedAfter(thrown)) return await attempt(work);
      if (sessions.oneAtATime || !isOf(thrown, ['OUT_OF_MEMORY'])) throw thrown;
      await sessions.spare();
      note({
        code: 'DOWNGRADED_PARTS',
        message: 'Memory ran out, so the parts of the model were loaded one at a time; drawing takes longer.',
        values: {},
      });
      return await work();
    }
  }

  /** Whether numbers went wrong in a graph of half precision, which computes in single from now on. */
  async function widenedAfter(thrown: unknown): Promise<boolean> {
    if (!(thrown instanceof TesseraError) || thrown.code !== 'NUMERIC_FAILURE') return false;
    const part = String(thrown.details?.['file']);
    if (!(await sessions.widen(part))) return false;
    note(widenedNote(part));
    return true;
  }

  return {
    attempt,
    async inTiles({ side, grain, fits }, work) {
      const smaller = autoencoderTiles.filter((tile) => tile < side);
      const rungs = [null, ...smaller].filter((tile) => fits(tile ?? side));
      // Where nothing fits, the gentlest is still worth a try: what fits is an estimate.
      if (rungs.length === 0) rungs.push(smaller.at(-1) ?? null);
      for (const [at, tile] of rungs.entries()) {
        if (tile !== null) note(tiledNote(tile * grain));
        try {
          return await attempt(() => work(tile));
        } catch (thrown) {
          const isLast = at === rungs.length - 1;
          if (isLast || !isOf(thrown, ['OUT_OF_MEMORY', 'NUMERIC_FAILURE'])) throw thrown;
        }
      }
      throw new TypeError('the last rung of the ladder returns or throws');
    },
  };
}

function widenedNote(part: string): Note {
  const message = `Half precision went wrong in ${part}, so it computed with full precision: slower, and with more memory.`;
  return { code: 'DOWNGRADED_FLOAT32', message, values: { part } };
}

function tiledNote(pixels: number): Note {
  return {
    code: 'DOWNGRADED_TILES',
    message: `The picture did not go through the model's autoencoder as a whole, so it went in tiles of ${pixels}x${pixels} pixels. Colours may differ a little.`,
    values: { pixels: String(pixels) },
  };
}

function isOf(thrown: unknown, codes: readonly ErrorCode[]): boolean {
  return thrown instanceof TesseraError && codes.includes(thrown.code);
}
