// What the sampler and schedule of another tool mean here, whichever tool's spelling it is.

import { type Sampling, samplingsNamed } from '../../domain/scheduler-name.ts';

/** A1111's word for each sampler that is computed here, by its letters and digits alone. */
const samplerWords: ReadonlyMap<string, string> = new Map([
  ['ddim', 'DDIM'],
  ['ddimv3', 'DDIM'],
  ['ddimtrailing', 'DDIM'],
  ['ddpm', 'DDPM'],
  ['plms', 'PLMS'],
  ['pndm', 'PLMS'],
  ['lms', 'LMS'],
  ['euler', 'Euler'],
  ['eulera', 'Euler a'],
  ['eulerancestral', 'Euler a'],
  ['eulerancestraltrailing', 'Euler a'],
  ['eulerancestralsubstep', 'Euler a'],
  ['euleratrailing', 'Euler a'],
  ['heun', 'Heun'],
  ['dpm2', 'DPM2'],
  ['kdpm2', 'DPM2'],
  ['dpm2a', 'DPM2 a'],
  ['kdpm2a', 'DPM2 a'],
  ['dpm2ancestral', 'DPM2 a'],
  ['dpmpp2m', 'DPM++ 2M'],
  ['dpmpp2mtrailing', 'DPM++ 2M'],
  ['dpmpp2msde', 'DPM++ 2M SDE'],
  ['dpmpp2msdegpu', 'DPM++ 2M SDE'],
  ['dpmpp2s', 'DPM++ 2S'],
  ['unipc', 'UniPC'],
  ['deis', 'DEIS'],
  ['lcm', 'LCM'],
  ['tcd', 'TCD'],
]);

/** Schedules at the end of a sampler's name, as Draw Things and old A1111 write them; InvokeAI writes `_k`. */
const scheduleEndings: readonly (readonly [ending: RegExp, schedule: string])[] = [
  [/[ _]karras$/, 'Karras'],
  [/_k$/, 'Karras'],
  [/[ _]exponential$/, 'Exponential'],
];

const scheduleWords: ReadonlyMap<string, string> = new Map([
  ['karras', 'Karras'],
  ['exponential', 'Exponential'],
  ['beta', 'Beta'],
  ['normal', 'Normal'],
  ['native', 'Normal'],
  ['simple', 'Simple'],
  ['uniform', 'Uniform'],
  ['sgmuniform', 'SGM Uniform'],
  ['ddimuniform', 'DDIM'],
  ['ddim', 'DDIM'],
  ['automatic', 'Automatic'],
]);

/** @returns none when the words stand for something that is not computed here */
export function samplingsInWords(words: { readonly sampler: string; readonly schedule: string | null }): Sampling[] {
  const named = samplingsNamed(words);
  if (named.length > 0) return named;
  const lower = words.sampler.toLowerCase();
  const ending = scheduleEndings.find(([pattern]) => pattern.test(lower));
  const bare = ending === undefined ? lower : lower.replace(ending[0], '');
  const sampler = samplerWords.get(letters(bare)) ?? samplerWords.get(letters(bare.replace(/^k_/, '')));
  if (sampler === undefined) return [];
  const written = words.schedule === null ? undefined : scheduleWords.get(letters(words.schedule));
  if (words.schedule !== null && written === undefined) return [];
  return samplingsNamed({ sampler, schedule: written ?? ending?.[1] ?? 'Normal' });
}

function letters(word: string): string {
  return word
    .toLowerCase()
    .replaceAll('+', 'p')
    .replaceAll(/[^a-z0-9]/g, '');
}
