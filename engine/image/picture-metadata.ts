// What a picture says of itself: A1111's infotext for the field, and a versioned JSON of ours with the whole truth.

import type { PlannedImage, RunModel } from '../../shared/engine-protocol.ts';
import type { DrawnFrom } from '../../shared/domain/exemplar-source.ts';
import type { EngineFacts } from '../../shared/domain/receipt.ts';
import type { ResolvedRecipe } from '../../shared/domain/recipe.ts';
import { loraTag } from '../../shared/prompt/lora-tags.ts';
import { formatInfotext } from '../../shared/prompt/infotext.ts';

export const metadataVersion = 1;

export interface PictureOrigin {
  readonly recipe: ResolvedRecipe;
  readonly image: PlannedImage;
  readonly model: RunModel;
  readonly appVersion: string;
  readonly engine: EngineFacts;
  readonly drawnFrom: DrawnFrom;
  readonly upscale?: { readonly factor: number; readonly upscaler: string };
  /** What enlarged between the passes of a recipe that has two, as people know it. */
  readonly enlarger?: string;
}

/** The text chunks of a picture. No time and no path: the same recipe must give the same file anywhere. */
export function pictureMetadata(origin: PictureOrigin): { readonly parameters: string; readonly tessera: string } {
  const { recipe, image, model, appVersion, engine, upscale, enlarger, drawnFrom } = origin;
  const parameters = formatInfotext({
    prompt: [recipe.styledPrompt, ...recipe.loras.map(({ id, strength }) => loraTag({ name: id, strength }))].join(' '),
    negativePrompt: recipe.styledNegativePrompt,
    steps: recipe.steps,
    scheduler: recipe.scheduler,
    sigmas: recipe.sigmas,
    guidanceScale: recipe.guidanceScale,
    seed: image.seed,
    width: recipe.width,
    height: recipe.height,
    model: model.name,
    variations: image.variations,
    noise: recipe.noise,
    clipSkip: recipe.clipSkip,
    appVersion,
    ...(recipe.invention === null ? {} : { invention: recipe.invention }),
    excludedSets: recipe.excludedSets,
    ...(recipe.source === null ? {} : { denoisingStrength: recipe.source.strength }),
    ...(recipe.hires === null ? {} : { hires: { ...recipe.hires, upscaler: enlarger ?? recipe.hires.upscaler } }),
    ...(upscale === undefined ? {} : { upscale }),
  });
  const { id, index, seed, variations, parent, kind } = image;
  const tessera = JSON.stringify({
    version: metadataVersion,
    app: appVersion,
    recipe,
    image: { id, index, seed, variations, parent, kind },
    engine,
    ...(upscale === undefined ? {} : { upscale }),
    ...(drawnFrom.length === 0 ? {} : { drawnFrom }),
  });
  return { parameters, tessera };
}
