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
