// From a scheduler's name and a model's scheduler_config.json to a scheduler ready for one image.

import { type SchedulerName, type SigmaSchedule, sigmaSchedulesOf } from '../../shared/domain/scheduler-name.ts';
import { TesseraError } from '../../shared/errors.ts';
import { createDdim } from './ddim.ts';
import { createDdpm } from './ddpm.ts';
import { createDeis } from './deis.ts';
import { createDpmSolverMultistep } from './dpm-solver-multistep.ts';
import { createDpmSolverSinglestep } from './dpm-solver-singlestep.ts';
import { createEuler } from './euler.ts';
import { createEulerAncestral } from './euler-ancestral.ts';
import { createFlowMatchEuler } from './flow-match-euler.ts';
import { createHeun } from './heun.ts';
import { createKdpm2, createKdpm2Ancestral } from './kdpm2.ts';
import { createLcm } from './lcm.ts';
import { createLms } from './lms.ts';
import { parseSchedulerConfig } from './parse-scheduler-config.ts';
import { createPndm } from './pndm.ts';
import type { Scheduler } from './scheduler.ts';
import { schedulerConfigs } from './scheduler-config.ts';
import { createTcd } from './tcd.ts';
import { createUniPc } from './unipc.ts';

export interface CreateSchedulerArgs {
  readonly name: SchedulerName;
  /** The parsed JSON of the model's scheduler_config.json, of whichever class; {} for the algorithm's own defaults. */
  readonly config: unknown;
  readonly steps: number;
  /** Takes the place of whichever spread the config names, unless it is `default`; dpmpp-2m-karras implies `karras`. */
  readonly sigmaSchedule?: SigmaSchedule | undefined;
  /** How far trajectory consistency models jump past each goal, 0 to 1; diffusers' eta. */
  readonly gamma?: number | undefined;
  /** Of the picture to start from, for distilled models that take all their steps below its noise; 1 is pure noise. */
  readonly strength?: number | undefined;
  /** Tokens of one image, for flow models that shift their noise with the resolution. */
  readonly imageSeqLen?: number | undefined;
  /** Unshifted noise levels, one per step, for flow pipelines that choose their own (Flux: 1 down to 1/steps). */
  readonly sigmas?: readonly number[] | undefined;
}

/** What the authors of trajectory consistency distillation recommend, and diffusers' default. */
const recommendedGamma = 0.3;

/**
 * The diffusers classes whose configs describe a schedule of betas that every sampler here can run. Others (EDM,
 * CogVideoX, consistency models and so on) scale their inputs in ways of their own.
 */
const betaScheduleClasses: ReadonlySet<string> = new Set([
  'DDIMScheduler',
  'DDIMParallelScheduler',
  'DDPMScheduler',
  'DDPMParallelScheduler',
  'DEISMultistepScheduler',
  'DPMSolverMultistepScheduler',
  'DPMSolverSDEScheduler',
  'DPMSolverSinglestepScheduler',
  'EulerAncestralDiscreteScheduler',
  'EulerDiscreteScheduler',
  'HeunDiscreteScheduler',
  'KDPM2AncestralDiscreteScheduler',
  'KDPM2DiscreteScheduler',
  'LCMScheduler',
  'LMSDiscreteScheduler',
  'PNDMScheduler',
  'SASolverScheduler',
  'TCDScheduler',
  'UniPCMultistepScheduler',
]);

const flowClasses: ReadonlySet<string> = new Set([
  'FlowMatchEulerDiscreteScheduler',
  'FlowMatchHeunDiscreteScheduler',
  'FlowMatchLCMScheduler',
]);

/**
 * Creates the scheduler a recipe names, for the noise a model was trained with.
 * @throws MODEL_UNSUPPORTED when the config asks for what is not computed here, or model and scheduler do not fit
 * @throws INVALID_INPUT for a number of steps the model cannot take, or a sigma schedule where there are no sigmas
 */
export function createScheduler(args: CreateSchedulerArgs): Scheduler {
  const { name, steps } = args;
  assertConfigFits(args);
  const { strength = 1 } = args;
  const config = withSigmaSchedule(args.config, name === 'dpmpp-2m-karras' ? 'karras' : args.sigmaSchedule);
  switch (name) {
    case 'ddim':
      return createDdim(parseSchedulerConfig(schedulerConfigs.ddim, config), steps);
    case 'ddpm':
      return createDdpm(parseSchedulerConfig(schedulerConfigs.ddpm, config), steps);
    case 'pndm':
      return createPndm(parseSchedulerConfig(schedulerConfigs.pndm, config), steps);
    case 'lms':
      return createLms(parseSchedulerConfig(schedulerConfigs.lms, config), steps);
    case 'euler':
      return createEuler(parseSchedulerConfig(schedulerConfigs.euler, config), steps);
    case 'euler-ancestral':
      return createEulerAncestral(parseSchedulerConfig(schedulerConfigs.eulerAncestral, config), steps);
    case 'heun':
      return createHeun(parseSchedulerConfig(schedulerConfigs.heun, config), steps);
    case 'kdpm2':
      return createKdpm2(parseSchedulerConfig(schedulerConfigs.kdpm2, config), steps);
    case 'kdpm2-ancestral':
      return createKdpm2Ancestral(parseSchedulerConfig(schedulerConfigs.kdpm2, config), steps);
    case 'dpmpp-2m':
    case 'dpmpp-2m-karras':
    case 'dpmpp-2m-sde': {
      const named = withNoiseOfName(config, name === 'dpmpp-2m-sde');
      return createDpmSolverMultistep(parseSchedulerConfig(schedulerConfigs.dpmSolverMultistep, named), steps);
    }
    case 'dpmpp-2s':
      return createDpmSolverSinglestep(parseSchedulerConfig(schedulerConfigs.dpmSolverSinglestep, config), steps);
    case 'unipc':
      return createUniPc(parseSchedulerConfig(schedulerConfigs.uniPc, config), steps);
    case 'deis':
      return createDeis(parseSchedulerConfig(schedulerConfigs.deis, config), steps);
    case 'lcm':
      return createLcm(parseSchedulerConfig(schedulerConfigs.lcm, config), { steps, strength });
    case 'tcd': {
      const parsed = parseSchedulerConfig(schedulerConfigs.tcd, config);
      return createTcd(parsed, { steps, strength, gamma: args.gamma ?? recommendedGamma });
    }
    case 'flow-match-euler': {
      const parsed = parseSchedulerConfig(schedulerConfigs.flowMatchEuler, config);
      return createFlowMatchEuler(parsed, { steps, imageSeqLen: args.imageSeqLen, sigmas: args.sigmas });
    }
    default:
      return name satisfies never;
  }
}

/** The name says whether the solver adds noise, whatever the config says. */
function withNoiseOfName(config: unknown, stochastic: boolean): unknown {
  if (typeof config !== 'object' || config === null) return config;
  if (stochastic) return { ...config, algorithm_type: 'sde-dpmsolver++' };
  const isStochastic = 'algorithm_type' in config && config.algorithm_type === 'sde-dpmsolver++';
  return isStochastic ? { ...config, algorithm_type: 'dpmsolver++' } : config;
}

function withSigmaSchedule(config: unknown, schedule: SigmaSchedule = 'default'): unknown {
  if (schedule === 'default' || typeof config !== 'object' || config === null) return config;
  return {
    ...config,
    use_karras_sigmas: schedule === 'karras',
    use_exponential_sigmas: schedule === 'exponential',
    use_beta_sigmas: schedule === 'beta',
    use_lu_lambdas: false,
  };
}

function assertConfigFits({ name, config, sigmaSchedule = 'default', sigmas }: CreateSchedulerArgs): void {
  const className = classNameOf(config);
  const flow = name === 'flow-match-euler';
  if (className !== undefined && !(flow ? flowClasses : betaScheduleClasses).has(className)) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      flowClasses.has(className)
        ? `This is a flow model (${className}), which ${name} cannot sample. Choose the scheduler flow-match-euler.`
        : `The scheduler ${name} cannot sample a model made for ${className}. Choose another scheduler.`,
      { details: { className, scheduler: name } },
    );
  }
  if (!sigmaSchedulesOf(name).includes(sigmaSchedule)) {
    throw new TesseraError(
      'INVALID_INPUT',
      `The scheduler ${name} cannot space its noise levels anew. Choose euler or dpmpp-2m.`,
      { details: { field: 'sigmas', scheduler: name, choices: sigmaSchedulesOf(name) } },
    );
  }
  if (sigmas !== undefined && !flow) {
    throw new TesseraError('INTERNAL', `A pipeline chose noise levels for ${name}, which takes none.`, {
      details: { scheduler: name },
    });
  }
}

function classNameOf(config: unknown): string | undefined {
  if (typeof config !== 'object' || config === null || !('_class_name' in config)) return undefined;
  return typeof config._class_name === 'string' ? config._class_name : undefined;
}
