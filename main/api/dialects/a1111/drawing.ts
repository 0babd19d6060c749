// txt2img and img2img: draws to the end and answers with the pictures as base64 and the facts about them.

import { z } from 'zod';
import type { JobId } from '../../../../shared/domain/ids.ts';
import type { ResolvedRecipe } from '../../../../shared/domain/recipe.ts';
import { a1111SamplerNames } from '../../../../shared/domain/scheduler-name.ts';
import { stylesOf } from '../../../../shared/domain/style.ts';
import { TesseraError } from '../../../../shared/errors.ts';
import { bytesOf, drawToEnd, type Drawn } from '../draw-to-end.ts';
import { type Door, type Endpoint, endpoint, type Reply, say } from '../endpoint.ts';
import { pictureBodyLimitBytes, pictureFromBase64 } from '../input-picture.ts';
import { infotextOf } from '../picture-prompt.ts';
import { ImageToImage, names, picturesMax, recipeOf, TextToImage } from './asked-picture.ts';
import { hiresOf } from './hires-fix.ts';
import type { Progress } from './progress.ts';

const usualStrength = 0.75;

const Pictures = z.strictObject({
  images: z.array(z.string()),
  parameters: z.record(z.string(), z.unknown()),
  info: z.string(),
});
const answers = {
  200: { description: 'The pictures as base64, and `info` as a text of JSON.', schema: Pictures },
};

export function drawingEndpoints(progress: Progress): Endpoint[] {
  return [
    endpoint({
      method: 'POST',
      path: '/sdapi/v1/txt2img',
      id: 'a1111.txt2img',
      summary: 'Pictures from a prompt. What is left out has the default of the model.',
      limit: 'generation',
      names,
      body: TextToImage,
      answers,
      async handle({ body }, door) {
        const hires = await hiresOf(door, body);
        const recipe = { ...(await recipeOf(door, body)), ...(hires === undefined ? {} : { hires }) };
        return draw(door, { asked: body, recipe, progress });
      },
    }),
    endpoint({
      method: 'POST',
      path: '/sdapi/v1/img2img',
      id: 'a1111.img2img',
      summary: 'Pictures from a picture and a prompt; white in the mask is painted anew.',
      limit: 'generation',
      names,
      bodyLimitBytes: pictureBodyLimitBytes * 2,
      body: ImageToImage,
      answers,
      async handle({ body }, door) {
        const {
          init_images: given,
          mask: maskGiven,
          denoising_strength: strength,
          include_init_images: echo,
          ...asked
        } = body;
        const [text = ''] = given;
        const image = await pictureFromBase64(door, { text, field: 'init_images' });
        const mask =
          typeof maskGiven === 'string' ? await pictureFromBase64(door, { text: maskGiven, field: 'mask' }) : null;
        const source = {
          image: image.id,
          strength: strength ?? usualStrength,
          ...(mask === null ? {} : { mask: mask.id }),
        };
        const recipe = { ...(await recipeOf(door, asked)), source };
        const shown = {
          ...asked,
          denoising_strength: source.strength,
          ...(echo === true ? { init_images: given } : {}),
        };
        return draw(door, { asked: shown, recipe, progress });
      },
    }),
  ];
}

async function draw(
  door: Door,
  options: {
    readonly asked: Pick<TextToImage, 'batch_size' | 'n_iter' | 'send_images'>;
    readonly recipe: Parameters<typeof drawToEnd>[1]['recipe'];
    readonly progress: Progress;
  },
): Promise<Reply> {
  const { asked, recipe, progress } = options;
  const count = (asked.batch_size ?? 1) * (asked.n_iter ?? 1);
  if (count > picturesMax) {
    throw new TesseraError(
      'VALIDATION_ERROR',
      `n_iter: at most ${picturesMax} pictures can be asked for at once; batch_size x n_iter is ${count}.`,
      { details: { field: 'n_iter', maximum: picturesMax } },
    );
  }
  const ids: JobId[] = [];
  try {
    const drawn = await drawToEnd(door, {
      recipe,
      count,
      onJob(id) {
        ids.push(id);
        progress.began(id);
      },
    });
    const files = await Promise.all(drawn.map(({ image }) => bytesOf(door, image, 'png')));
    return say(200, {
      images: asked.send_images === false ? [] : files.map((file) => file.toString('base64')),
      parameters: { ...asked },
      info: JSON.stringify(factsOf(drawn, { files, batchSize: asked.batch_size ?? 1, version: door.version })),
    });
  } finally {
    for (const id of ids) progress.ended(id);
  }
}

/** As A1111 names them beside the other facts. */
function secondPassOf(recipe: ResolvedRecipe | undefined): Record<string, string | number> {
  if (recipe === undefined || recipe.hires === null) return {};
  const { scale, steps, upscaler } = recipe.hires;
  return { 'Hires upscale': scale, 'Hires steps': steps, 'Hires upscaler': upscaler };
}

function factsOf(drawn: readonly Drawn[], how: { files: readonly Buffer[]; batchSize: number; version: string }) {
  const [first] = drawn;
  const recipe = first?.job.task.recipe;
  return {
    prompt: recipe?.styledPrompt ?? '',
    all_prompts: drawn.map(({ job }) => job.task.recipe.styledPrompt),
    negative_prompt: recipe?.styledNegativePrompt ?? '',
    all_negative_prompts: drawn.map(({ job }) => job.task.recipe.styledNegativePrompt),
    seed: first?.image.seed ?? -1,
    all_seeds: drawn.map(({ image }) => image.seed),
    subseed: -1,
    all_subseeds: drawn.map(() => -1),
    subseed_strength: 0,
    width: recipe?.width ?? 0,
    height: recipe?.height ?? 0,
    sampler_name: recipe === undefined ? '' : a1111SamplerNames[recipe.scheduler].sampler,
    cfg_scale: recipe?.guidanceScale ?? 0,
    steps: recipe?.steps ?? 0,
    batch_size: how.batchSize,
    restore_faces: false,
    face_restoration_model: null,
    sd_model_name: recipe?.model ?? '',
    sd_model_hash: '',
    sd_vae_name: null,
    sd_vae_hash: null,
    seed_resize_from_w: -1,
    seed_resize_from_h: -1,
    denoising_strength: recipe?.hires?.denoise ?? recipe?.source?.strength ?? null,
    extra_generation_params: secondPassOf(recipe),
    index_of_first_image: 0,
    infotexts: how.files.map((file) => infotextOf(file) ?? ''),
    styles: recipe === undefined ? [] : stylesOf(recipe),
    job_timestamp: (first?.job.createdAt ?? '').replaceAll(/\D/g, '').slice(0, 14),
    clip_skip: recipe?.clipSkip ?? 1,
    is_using_inpainting_conditioning: recipe?.source?.mask !== undefined,
    version: `Tessera ${how.version}`,
  };
}
