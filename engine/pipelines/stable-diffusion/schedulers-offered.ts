// Which schedulers make sense for a Stable-Diffusion model, and with which settings it is best left alone.

import type { SchedulerName } from '../../../shared/domain/scheduler-name.ts';
import type { StableDiffusionConfigs } from './model-configs.ts';

export interface SamplingDefaults {
  readonly scheduler: SchedulerName;
  readonly steps: number;
  readonly guidanceScale: number;
}

const distilledSchedulers: ReadonlySet<string> = new Set(['LCMScheduler', 'TCDScheduler']);

/** Distilled models answer in a few steps and only to the schedulers made for such. */
function isConsistencyModel(configs: StableDiffusionConfigs): boolean {
  return configs.guidanceWidth !== undefined || distilledSchedulers.has(configs.scheduler.className ?? '');
}

/** SD-Turbo says so nowhere but in its schedule: Euler from the very last timestep on, without the zero-SNR of video models. */
function isTurbo({ scheduler }: StableDiffusionConfigs): boolean {
  const euler =
    scheduler.className === 'EulerDiscreteScheduler' || scheduler.className === 'EulerAncestralDiscreteScheduler';
  return euler && scheduler.timestepSpacing === 'trailing' && !scheduler.zeroSnr;
}

/** Schedulers that start from zero signal where the model was trained to; the others would start from less noise. */
const startFromNoise = [
  'ddim',
  'ddpm',
  'euler',
  'euler-ancestral',
  'dpmpp-2m',
  'dpmpp-2m-karras',
  'dpmpp-2m-sde',
  'unipc',
] as const;

const all = [
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
] as const;

/** diffusers' own have no rule for a model that predicts the sample itself. */
const withoutSampleRule: ReadonlySet<SchedulerName> = new Set(['pndm', 'euler-ancestral', 'kdpm2', 'kdpm2-ancestral']);

export function schedulersOffered(configs: StableDiffusionConfigs): readonly [SchedulerName, ...SchedulerName[]] {
  if (isConsistencyModel(configs))
    return configs.scheduler.className === 'TCDScheduler' ? ['tcd', 'lcm'] : ['lcm', 'tcd'];
  const [first, ...others] = configs.scheduler.zeroSnr ? startFromNoise : all;
  if (configs.scheduler.predictionType !== 'sample') return [first, ...others];
  return [first, ...others.filter((name) => !withoutSampleRule.has(name))];
}

export function samplingDefaults(configs: StableDiffusionConfigs): SamplingDefaults {
  // With the guidance embedding 8.5 is what the model was trained around; without it guidance was distilled in.
  if (isConsistencyModel(configs)) {
    return {
      scheduler: schedulersOffered(configs)[0],
      steps: 4,
      guidanceScale: configs.guidanceWidth === undefined ? 1 : 8.5,
    };
  }
  if (isTurbo(configs)) return { scheduler: preferred(configs), steps: 4, guidanceScale: 1 };
  // XL follows its words at a lower scale: diffusers leaves it at 5, and 1 and 2 at 7.5.
  return { scheduler: preferred(configs), steps: 25, guidanceScale: configs.textEncoders.length > 1 ? 5 : 7.5 };
}

function preferred({ scheduler }: StableDiffusionConfigs): SchedulerName {
  switch (scheduler.className) {
    case 'DDIMScheduler':
      return 'ddim';
    case 'EulerDiscreteScheduler':
      return 'euler';
    case 'EulerAncestralDiscreteScheduler':
      return scheduler.predictionType === 'sample' ? 'euler' : 'euler-ancestral';
    case 'DPMSolverMultistepScheduler':
      if (scheduler.stochastic) return 'dpmpp-2m-sde';
      return scheduler.karras ? 'dpmpp-2m-karras' : 'dpmpp-2m';
    case 'DDPMScheduler':
      return 'ddpm';
    case 'DEISMultistepScheduler':
      return 'deis';
    case 'DPMSolverSinglestepScheduler':
      return 'dpmpp-2s';
    case 'HeunDiscreteScheduler':
      return 'heun';
    case 'LMSDiscreteScheduler':
      return 'lms';
    case 'UniPCMultistepScheduler':
      return 'unipc';
    default:
      // PNDM, which most models name for no better reason than their age, and the others that are not here: the field's
      // common choice for 20 to 30 steps.
      return 'dpmpp-2m-karras';
  }
}
