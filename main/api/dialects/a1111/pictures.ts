// extra-single-image, extra-batch-images and png-info: pictures that come in, scaled or read.

import { z } from 'zod';
import { TesseraError } from '../../../../shared/errors.ts';
import { parseInfotext } from '../../../../shared/prompt/infotext.ts';
import { namingFields } from '../asked-words.ts';
import { type Door, type Endpoint, endpoint, say } from '../endpoint.ts';
import { bytesOfBase64, pictureBodyLimitBytes, pictureFromBase64 } from '../input-picture.ts';
import { infotextOf, textChunks } from '../picture-prompt.ts';

const batchMax = 4;
/** Above this a decoded picture alone takes a quarter of a gigabyte. */
const pixelsMax = 64 * 1024 * 1024;

const Base64 = z.string().min(1);
const how = {
  resize_mode: z.union([z.literal(0), z.literal(1)]).optional(),
  show_extras_results: z.boolean().optional(),
  gfpgan_visibility: z.literal(0).optional(),
  codeformer_visibility: z.literal(0).optional(),
  codeformer_weight: z.literal(0).optional(),
  upscaling_resize: z.number().min(1).max(8).optional(),
  upscaling_resize_w: z.int().min(1).max(8192).optional(),
  upscaling_resize_h: z.int().min(1).max(8192).optional(),
  upscaling_crop: z.boolean().optional(),
  upscaler_1: z.enum(['None', 'Lanczos']).optional(),
  upscaler_2: z.literal('None').optional(),
  extras_upscaler_2_visibility: z.literal(0).optional(),
  upscale_first: z.boolean().optional(),
};
const How = z.strictObject(how);
type How = z.infer<typeof How>;

export const pictureEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'POST',
    path: '/sdapi/v1/extra-single-image',
    id: 'a1111.extraSingle',
    summary: 'A picture made larger by Lanczos.',
    limit: 'generation',
    bodyLimitBytes: pictureBodyLimitBytes,
    body: z.strictObject({ ...how, image: Base64 }),
    answers: {
      200: { description: 'The picture.', schema: z.strictObject({ html_info: z.string(), image: z.string() }) },
    },
    async handle({ body }, door) {
      return say(200, { html_info: '', image: await scaled(door, { text: body.image, field: 'image', how: body }) });
    },
  }),
  endpoint({
    method: 'POST',
    path: '/sdapi/v1/extra-batch-images',
    id: 'a1111.extraBatch',
    summary: 'Up to four pictures made larger by Lanczos.',
    limit: 'generation',
    bodyLimitBytes: pictureBodyLimitBytes * 2,
    body: z.strictObject({
      ...how,
      imageList: z
        .array(z.strictObject({ data: Base64, name: z.string().max(300) }))
        .min(1)
        .max(batchMax),
    }),
    answers: {
      200: {
        description: 'The pictures.',
        schema: z.strictObject({ html_info: z.string(), images: z.array(z.string()) }),
      },
    },
    async handle({ body }, door) {
      const images: string[] = [];
      for (const { data } of body.imageList) {
        images.push(await scaled(door, { text: data, field: 'imageList', how: body }));
      }
      return say(200, { html_info: '', images });
    },
  }),
  endpoint({
    method: 'POST',
    path: '/sdapi/v1/png-info',
    id: 'a1111.pngInfo',
    summary: 'The words and settings that a picture says it was made with.',
    bodyLimitBytes: pictureBodyLimitBytes,
    body: z.strictObject({ image: Base64 }),
    access: 'read',
    answers: {
      200: {
        description: 'Empty for a picture that says nothing.',
        schema: z.strictObject({
          info: z.string(),
          items: z.record(z.string(), z.string()),
          parameters: z.record(z.string(), z.unknown()),
        }),
      },
    },
    handle({ body }) {
      const bytes = bytesOfBase64(body.image, 'image');
      const info = infotextOf(bytes);
      return say(200, {
        info: info ?? '',
        items: Object.fromEntries(textChunks(bytes)),
        parameters: info === null ? {} : fieldsOf(info),
      });
    },
  }),
];

function fieldsOf(info: string): Record<string, string> {
  const { prompt, negativePrompt, fields } = parseInfotext(info);
  return { Prompt: prompt, 'Negative prompt': negativePrompt, ...Object.fromEntries(fields) };
}

async function scaled(
  door: Door,
  { text, field, how: asked }: { readonly text: string; readonly field: string; readonly how: How },
): Promise<string> {
  const { id, width, height } = await pictureFromBase64(door, { text, field });
  const size = sizeOf({ width, height }, asked);
  if (size.width * size.height > pixelsMax) {
    throw new TesseraError(
      'VALIDATION_ERROR',
      `upscaling_resize: the result would have ${size.width} x ${size.height} pixels; at most 64 megapixels can be made.`,
      { details: { field: 'upscaling_resize', maximumPixels: pixelsMax } },
    );
  }
  const png = await namingFields({}, () => door.core.images.scaled(door.core.sources.path(id), size));
  return Buffer.from(png).toString('base64');
}

function sizeOf(given: { width: number; height: number }, asked: How): { width: number; height: number } {
  if (asked.upscaler_1 === 'None') return given;
  const { upscaling_resize_w: width, upscaling_resize_h: height } = asked;
  if (asked.resize_mode !== 1) {
    const factor = asked.upscaling_resize ?? 2;
    return { width: Math.round(given.width * factor), height: Math.round(given.height * factor) };
  }
  if (width === undefined || height === undefined) {
    const field = width === undefined ? 'upscaling_resize_w' : 'upscaling_resize_h';
    throw new TesseraError('VALIDATION_ERROR', `${field}: is missing; resize_mode 1 scales to a width and a height.`, {
      details: { field },
    });
  }
  return { width, height };
}
