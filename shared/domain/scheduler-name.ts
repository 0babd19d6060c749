// The schedulers Tessera offers, and the names other studios know them by.

export const schedulerNames = [
  'ddim',
  'euler',
  'euler-ancestral',
  'dpmpp-2m',
  'dpmpp-2m-karras',
  'lcm',
  'flow-match-euler',
] as const;

export type SchedulerName = (typeof schedulerNames)[number];

/** A1111 writes the sampler and the schedule as two fields; its readers expect exactly these words. */
export const a1111SamplerNames: Readonly<
  Record<SchedulerName, { readonly sampler: string; readonly schedule?: string }>
> = {
  ddim: { sampler: 'DDIM' },
  euler: { sampler: 'Euler' },
  'euler-ancestral': { sampler: 'Euler a' },
  'dpmpp-2m': { sampler: 'DPM++ 2M' },
  'dpmpp-2m-karras': { sampler: 'DPM++ 2M', schedule: 'Karras' },
  lcm: { sampler: 'LCM' },
  'flow-match-euler': { sampler: 'Euler', schedule: 'Simple' },
};
