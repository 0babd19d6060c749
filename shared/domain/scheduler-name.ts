// The schedulers Tessera offers, how their noise levels may be spaced, and the names other studios know both by.

export const schedulerNames = [
  'ddim',
  'ddpm',
  'pndm',
  'lms',
  'euler',
  'euler-ancestral',
  'heun',
  'kdpm2',
  'kdpm2-ancestral',
  'dpmpp-2m',
  'dpmpp-2m-karras',
  'dpmpp-2m-sde',
  'dpmpp-2s',
  'unipc',
  'deis',
  'lcm',
  'tcd',
  'flow-match-euler',
] as const;

export type SchedulerName = (typeof schedulerNames)[number];

/** How a run's noise levels are spaced between its ends; `default` leaves it to the model. */
export const sigmaSchedules = ['default', 'karras', 'exponential', 'beta'] as const;

export type SigmaSchedule = (typeof sigmaSchedules)[number];

/** The others step through timesteps, or have their spacing in their name. */
const respaced: ReadonlySet<SchedulerName> = new Set([
  'lms',
  'euler',
  'heun',
  'kdpm2',
  'kdpm2-ancestral',
  'dpmpp-2m',
  'dpmpp-2m-sde',
  'dpmpp-2s',
  'unipc',
  'deis',
  'flow-match-euler',
]);

/** The spacings a scheduler takes, `default` first. */
export function sigmaSchedulesOf(scheduler: SchedulerName): readonly SigmaSchedule[] {
  return respaced.has(scheduler) ? sigmaSchedules : ['default'];
}

/** A1111 writes the sampler and the schedule as two fields; its readers expect exactly these words. */
export const a1111SamplerNames: Readonly<
  Record<SchedulerName, { readonly sampler: string; readonly schedule?: string }>
> = {
  ddim: { sampler: 'DDIM' },
  ddpm: { sampler: 'DDPM' },
  pndm: { sampler: 'PLMS' },
  lms: { sampler: 'LMS' },
  euler: { sampler: 'Euler' },
  'euler-ancestral': { sampler: 'Euler a' },
  heun: { sampler: 'Heun' },
  kdpm2: { sampler: 'DPM2' },
  'kdpm2-ancestral': { sampler: 'DPM2 a' },
  'dpmpp-2m': { sampler: 'DPM++ 2M' },
  'dpmpp-2m-karras': { sampler: 'DPM++ 2M', schedule: 'Karras' },
  'dpmpp-2m-sde': { sampler: 'DPM++ 2M SDE' },
  'dpmpp-2s': { sampler: 'DPM++ 2S' },
  unipc: { sampler: 'UniPC' },
  deis: { sampler: 'DEIS' },
  lcm: { sampler: 'LCM' },
  tcd: { sampler: 'TCD' },
  'flow-match-euler': { sampler: 'Euler', schedule: 'Simple' },
};

const a1111ScheduleNames = { karras: 'Karras', exponential: 'Exponential', beta: 'Beta' } as const;

/** What A1111 takes where the schedule is left to it. Of the others it spaces the levels as their models do. */
const a1111Automatic: Readonly<Partial<Record<SchedulerName, SigmaSchedule>>> = {
  kdpm2: 'karras',
  'kdpm2-ancestral': 'karras',
  'dpmpp-2m': 'karras',
  'dpmpp-2m-sde': 'exponential',
};

/** A1111's schedules for levels that are spaced as the model's own. */
const a1111Plain: ReadonlySet<string> = new Set(['uniform', 'sgm uniform', 'normal', 'simple', 'ddim']);

export interface Sampling {
  readonly scheduler: SchedulerName;
  readonly sigmas: SigmaSchedule;
}

/** The `Sampler` and `Schedule type` that A1111 takes for this sampling. */
export function a1111SamplingOf({ scheduler, sigmas }: Sampling): { sampler: string; schedule: string | undefined } {
  const { sampler, schedule } = a1111SamplerNames[scheduler];
  if (sigmas !== 'default') return { sampler, schedule: a1111ScheduleNames[sigmas] };
  // Left out it would be the automatic one there, which is another.
  const plain = a1111Automatic[scheduler] === undefined ? undefined : 'Uniform';
  return { sampler, schedule: schedule ?? plain };
}

/**
 * The samplings that A1111's two words may stand for, the likeliest first; none when they stand for something that is
 * not computed here. Older texts write both words as the sampler; ours by its own name is understood too.
 * @param words.sampler null for any
 * @param words.schedule null where none is written: the one of the sampler's name, else the model's own
 */
export function samplingsNamed(words: {
  readonly sampler: string | null;
  readonly schedule: string | null;
}): Sampling[] {
  const { sampler, schedule } = splitSampler(words);
  return schedulerNames
    .filter((name) => sampler === null || isNameOf(name, sampler))
    .flatMap((name) => {
      const sigmas = spacingNamed(schedule, name);
      return sigmas === null ? [] : [{ scheduler: name, sigmas }];
    })
    .toSorted((a, b) => Number(b.sigmas === 'default') - Number(a.sigmas === 'default'));
}

function isNameOf(scheduler: SchedulerName, word: string): boolean {
  return sameWord(scheduler, word) || sameWord(a1111SamplerNames[scheduler].sampler, word);
}

function splitSampler(words: { readonly sampler: string | null; readonly schedule: string | null }): typeof words {
  if (words.schedule !== null || words.sampler === null) return words;
  const [, sampler, schedule] = /^(.+) (karras|exponential|beta)$/i.exec(words.sampler) ?? [];
  return sampler === undefined || schedule === undefined ? words : { sampler, schedule };
}

/** null when the scheduler cannot space its levels so. */
function spacingNamed(schedule: string | null, scheduler: SchedulerName): SigmaSchedule | null {
  const inName = a1111SamplerNames[scheduler].schedule;
  if (scheduler === 'dpmpp-2m-karras') return schedule === null || sameWord(inName ?? '', schedule) ? 'default' : null;
  if (schedule === null || a1111Plain.has(schedule.toLowerCase())) return 'default';
  if (sameWord('automatic', schedule)) return a1111Automatic[scheduler] ?? 'default';
  return sigmaSchedulesOf(scheduler).find((name) => sameWord(name, schedule)) ?? null;
}

function sameWord(word: string, other: string): boolean {
  return word.toLowerCase() === other.toLowerCase();
}
