// From a scheduler's name and a model's scheduler_config.json to a scheduler ready for one image.

import type { SchedulerName } from '../../shared/domain/scheduler-name.ts';
import { TesseraError } from '../../shared/errors.ts';
import { createDdim } from './ddim.ts';
import { createDpmSolverMultistep } from './dpm-solver-multistep.ts';
import { createEuler } from './euler.ts';
import { createEulerAncestral } from './euler-ancestral.ts';
import { createFlowMatchEuler } from './flow-match-euler.ts';
import { createLcm } from './lcm.ts';
import type { Scheduler } from './scheduler.ts';
import { parseSchedulerConfig, schedulerConfigs } from './scheduler-config.ts';

export interface CreateSchedulerArgs {
  readonly name: SchedulerName;
  /** The parsed JSON of the model's scheduler_config.json, of whichever class; {} for the algorithm's own defaults. */
  readonly config: unknown;
  readonly steps: number;
  /** Overrules the config's use_karras_sigmas; the name dpmpp-2m-karras implies it. */
  readonly karras?: boolean | undefined;
  /** Tokens of one image, for flow models that shift their noise with the resolution. */
  readonly imageSeqLen?: number | undefined;
  /** Unshifted noise levels, one per step, for flow pipelines that choose their own (Flux: 1 down to 1/steps). */
  readonly sigmas?: readonly number[] | undefined;
}

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
 * @throws INVALID_INPUT for a number of steps the model cannot take, or Karras sigmas where there are no sigmas
 */
export function createScheduler(args: CreateSchedulerArgs): Scheduler {
  const { name, steps } = args;
  assertConfigFits(args);
  switch (name) {
    case 'ddim':
      return createDdim(parseSchedulerConfig(schedulerConfigs.ddim, args.config), steps);
    case 'euler':
      return createEuler(parseSchedulerConfig(schedulerConfigs.euler, withKarras(args.config, args.karras)), steps);
    case 'euler-ancestral':
      return createEulerAncestral(parseSchedulerConfig(schedulerConfigs.eulerAncestral, args.config), steps);
    case 'dpmpp-2m':
      return createDpmSolver(args.config, { karras: args.karras, steps });
    case 'dpmpp-2m-karras':
      return createDpmSolver(args.config, { karras: args.karras ?? true, steps });
    case 'lcm':
      return createLcm(parseSchedulerConfig(schedulerConfigs.lcm, args.config), steps);
    case 'flow-match-euler': {
      const config = parseSchedulerConfig(schedulerConfigs.flowMatchEuler, withKarras(args.config, args.karras));
      return createFlowMatchEuler(config, { steps, imageSeqLen: args.imageSeqLen, sigmas: args.sigmas });
    }
    default:
      return name satisfies never;
  }
}

function createDpmSolver(config: unknown, options: { karras: boolean | undefined; steps: number }): Scheduler {
  const parsed = parseSchedulerConfig(schedulerConfigs.dpmSolverMultistep, withKarras(config, options.karras));
  return createDpmSolverMultistep(parsed, options.steps);
}

/** The user's choice of Karras sigmas takes the place of whichever spread the config names. */
function withKarras(config: unknown, karras: boolean | undefined): unknown {
  if (karras === undefined || typeof config !== 'object' || config === null) return config;
  if (!karras) return { ...config, use_karras_sigmas: false };
  return {
    ...config,
    use_karras_sigmas: true,
    use_exponential_sigmas: false,
    use_beta_sigmas: false,
    use_lu_lambdas: false,
  };
}

function assertConfigFits({ name, config, karras, sigmas }: CreateSchedulerArgs): void {
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
  if (karras === true && (name === 'ddim' || name === 'euler-ancestral' || name === 'lcm')) {
    throw new TesseraError(
      'INVALID_INPUT',
      `The scheduler ${name} cannot use Karras sigmas. Choose euler or dpmpp-2m.`,
      {
        details: { field: 'karras', scheduler: name },
      },
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
