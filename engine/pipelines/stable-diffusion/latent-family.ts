// What sets one family of latent diffusion models apart from another; the rest of a run is theirs together (pipeline.ts).

import type { PartShape } from '../../../shared/domain/model-memory.ts';
import type { ResolvedRecipe } from '../../../shared/domain/recipe.ts';
import type { SchedulerName } from '../../../shared/domain/scheduler-name.ts';
import type { Session } from '../../runtime/tensor-runtime.ts';
import type { Scheduler } from '../../schedulers/scheduler.ts';
import type { LatentScale } from './decode-latents.ts';
import type { Denoiser } from './denoiser.ts';
import type { PreviewColours } from './latent-preview.ts';
import type { SizeRule } from './picture-size.ts';
import type { LateStart } from './steps-of-run.ts';
import type { TextConditioning } from './text-conditioning.ts';

export interface LatentFamily {
  readonly latentChannels: number;
  /** Pixels per latent. */
  readonly latentFactor: number;
  readonly latentScale: LatentScale;
  readonly schedulers: readonly [SchedulerName, ...SchedulerName[]];
  /** null where nobody knows how its latents look, so that it is learned from its first picture. */
  readonly previewColours: PreviewColours | null;
  /** How the denoiser's tensors grow. @throws MODEL_CORRUPT, MODEL_LFS_POINTER */
  denoiserMemory(): PartShape;
  readonly lateStart: LateStart;
  /** @param strength of the picture to start from, 1 where there is none; only for families that take all steps after a late start */
  createScheduler(recipe: ResolvedRecipe, strength: number): Scheduler;
  sizeRule(denoiser: Denoiser): SizeRule;
  /**
   * Opens what reads words and what denoises, by paths below the model's folder.
   * @throws as the runtime and the readers of a folder's files do
   */
  open(open: (path: string) => Promise<Session>): Promise<OpenedFamily>;
}

interface OpenedFamily {
  readonly text: TextConditioning;
  readonly denoiser: Denoiser;
}
