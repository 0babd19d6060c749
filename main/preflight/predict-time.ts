// How long a recipe will take, by the median of the runs before it; of another size, by their pixels.

import type { Preflight } from '../../shared/domain/preflight.ts';
import type { RunTime } from '../store/run-time-table.ts';
import { median } from './median.ts';

/** One pass over a picture; two of them where it is drawn small first. */
export interface Pass {
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  /** Whether a picture goes through the autoencoder before it is drawn over. */
  readonly fromPicture: boolean;
}

export interface AskedTime {
  readonly passes: readonly Pass[];
  readonly count: number;
  readonly guided: boolean;
  /** Whether guidance runs the denoiser twice; distilled models take it as a number. */
  readonly guidanceDoubles: boolean;
  readonly isLoaded: boolean;
}

/** An autoencoder's way in is a little over half of its way out. */
const encodingOfDecoding = 0.5;

/** @param runs of one model on one provider, newest first */
export function predictTime(runs: readonly RunTime[], asked: AskedTime): Preflight['time'] {
  const passes = asked.passes.map((pass) => passTime(runs, pass, asked));
  const known = passes.filter((pass) => pass !== null);
  if (known.length < passes.length || known.length === 0) return { seconds: null, basis: 'unknown', runs: 0 };
  const loads = runs.flatMap(({ loadingMs }) => loadingMs ?? []);
  const loadingMs = asked.isLoaded ? 0 : (median(loads) ?? 0);
  const pictureMs = known.reduce((sum, { ms }) => sum + ms, 0);
  return {
    seconds: (loadingMs + asked.count * pictureMs) / 1000,
    basis: known.every(({ isSame }) => isSame) ? 'measured' : 'similar',
    runs: Math.min(...known.map(({ count }) => count)),
  };
}

function passTime(runs: readonly RunTime[], pass: Pass, asked: AskedTime) {
  const pixels = pass.width * pass.height;
  const distance = (run: RunTime) => Math.abs(Math.log((run.width * run.height) / pixels));
  const nearest = Math.min(...runs.map(distance));
  const alike = runs.filter((run) => distance(run) === nearest);
  if (alike.length === 0) return null;
  const scale = (run: RunTime) => pixels / (run.width * run.height);
  const stepMs = median(alike.map((run) => run.stepMs * scale(run) * guidanceScale(run, asked))) ?? 0;
  const decodingMs = median(alike.map((run) => run.decodingMs * scale(run))) ?? 0;
  const encodingMs = median(alike.map((run) => run.encodingMs)) ?? 0;
  const before = encodingMs + (pass.fromPicture ? encodingOfDecoding * decodingMs : 0);
  return { ms: before + pass.steps * stepMs + decodingMs, isSame: nearest === 0, count: alike.length };
}

function guidanceScale(run: RunTime, { guided, guidanceDoubles }: AskedTime): number {
  if (!guidanceDoubles || run.guided === guided) return 1;
  return guided ? 2 : 0.5;
}
