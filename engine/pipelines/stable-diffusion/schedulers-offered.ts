// Which schedulers make sense for a Stable-Diffusion model, and with which settings it is best left alone.

import type { SchedulerName } from '../../../shared/domain/scheduler-name.ts';
import type { StableDiffusionConfigs } from './model-configs.ts';

export interface SamplingDefaults {
  readonly scheduler: SchedulerName;
  readonly steps: number;
  readonly guidanceScale: number;
}

/** Distilled models answer in a few steps and only to the scheduler they were distilled with. */
function isConsistencyModel(configs: StableDiffusionConfigs): boolean {
  return configs.guidanceWidth !== undefined || configs.scheduler.className === 'LCMScheduler';
}

/** SD-Turbo says so nowhere but in its schedule: Euler from the very last timestep on, without the zero-SNR of video models. */
function isTurbo({ scheduler }: StableDiffusionConfigs): boolean {
  const euler =
    scheduler.className === 'EulerDiscreteScheduler' || scheduler.className === 'EulerAncestralDiscreteScheduler';
  return euler && scheduler.timestepSpacing === 'trailing' && !scheduler.zeroSnr;
}

export function schedulersOffered(configs: StableDiffusionConfigs): readonly [SchedulerName, ...SchedulerName[]] {
  if (isConsistencyModel(configs)) return ['lcm'];
  // diffusers' ancestral sampler has no rule for a model that predicts the sample itself.
  if (configs.scheduler.predictionType === 'sample') return ['ddim', 'euler', 'dpmpp-2m', 'dpmpp-2m-karras'];
  return ['ddim', 'euler', 'euler-ancestral', 'dpmpp-2m', 'dpmpp-2m-karras'];
}

export function samplingDefaults(configs: StableDiffusionConfigs): SamplingDefaults {
  // With the guidance embedding 8.5 is what the model was trained around; without it guidance was distilled in.
  if (isConsistencyModel(configs)) {
    return { scheduler: 'lcm', steps: 4, guidanceScale: configs.guidanceWidth === undefined ? 1 : 8.5 };
  }
  if (isTurbo(configs)) return { scheduler: preferred(configs), steps: 4, guidanceScale: 1 };
  return { scheduler: preferred(configs), steps: 25, guidanceScale: 7.5 };
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
      return scheduler.karras ? 'dpmpp-2m-karras' : 'dpmpp-2m';
    default:
      // PNDM and the others that are not here: the field's common choice for 20 to 30 steps.
      return 'dpmpp-2m-karras';
  }
}
