// The OpenAI images dialect, /v1: the official clients work against it by another base URL.

import { z } from 'zod';
import type { Source } from '../../../shared/contract/sources.ts';
import { infotextPrompt } from './picture-prompt.ts';
import { bytesOf, drawToEnd } from './draw-to-end.ts';
import { namingFields, Prompt, sidesOf, withStyle } from './asked-words.ts';
import { type Dialect, type Door, endpoint, type Reply, say } from './endpoint.ts';
import { pictureBodyLimitBytes } from './input-picture.ts';
import { drawsAs, modelNamed, modelWord, stepsFor } from './openai-models.ts';
import { openAiRefusal } from './openai-refusal.ts';
import { CountWord, editFields, fields, type Format, Picture, SizeWord } from './openai-words.ts';

/** Of a picture without a mask: enough to change it, little enough to know it again. */
const editStrength = 0.75;
const variationStrength = 0.6;
/** A variation brings no words; a picture of this studio brings its own, any other gets these. */
const plainWords = 'a picture';

const Images = z.looseObject({
  created: z.int(),
  data: z.array(z.strictObject({ b64_json: z.string().optional(), url: z.string().optional() })),
});
const Model = z.strictObject({ id: z.string(), object: z.literal('model'), created: z.int(), owned_by: z.string() });

const made = { description: 'The pictures.', schema: Images };

const names = {
  count: 'n',
  width: 'size',
  height: 'size',
  source: 'image',
  'source.mask': 'mask',
  steps: 'quality',
};

export const openAiDialect: Dialect = {
  tag: 'OpenAI images',
  description:
    'POST /v1/images/... as the official clients speak it. Names of models of theirs mean the default model.',
  refusal: openAiRefusal,
  endpoints: [
    endpoint({
      method: 'POST',
      path: '/v1/images/generations',
      id: 'openai.generate',
      summary: 'Pictures from a prompt.',
      limit: 'generation',
      names,
      body: z.strictObject({ ...fields, prompt: Prompt, n: CountWord, size: SizeWord }),
      answers: { 200: made },
      async handle({ body }, door) {
        const recipe = { ...(await withStyle(door, body)), ...(await settingsOf(door, body)) };
        return answer(door, { recipe, body });
      },
    }),
    endpoint({
      method: 'POST',
      path: '/v1/images/edits',
      id: 'openai.edit',
      summary: 'A picture changed by a prompt; what is transparent in the mask is painted anew.',
      limit: 'generation',
      names,
      bodyType: 'form',
      bodyLimitBytes: pictureBodyLimitBytes,
      body: z.strictObject({
        ...fields,
        ...editFields,
        prompt: Prompt,
        n: z.coerce.number().pipe(CountWord.unwrap()).optional(),
        size: SizeWord,
        image: z.union([Picture, z.array(Picture).min(1).max(1)]),
        mask: Picture.optional(),
      }),
      answers: { 200: made },
      async handle({ body }, door) {
        const image = await handIn(door, [body.image].flat()[0], 'image');
        const mask = body.mask === undefined ? {} : { mask: (await handIn(door, body.mask, 'mask')).id };
        const recipe = {
          ...(await withStyle(door, body)),
          ...(await settingsOf(door, body)),
          // A mask says what may change, so all of that may.
          source: { image: image.id, strength: body.mask === undefined ? editStrength : 1, ...mask },
        };
        return answer(door, { recipe, body });
      },
    }),
    endpoint({
      method: 'POST',
      path: '/v1/images/variations',
      id: 'openai.vary',
      summary: 'Pictures like the one handed in.',
      limit: 'generation',
      names,
      bodyType: 'form',
      bodyLimitBytes: pictureBodyLimitBytes,
      body: z.strictObject({
        model: fields.model,
        response_format: fields.response_format,
        user: fields.user,
        n: z.coerce.number().pipe(CountWord.unwrap()).optional(),
        size: SizeWord,
        image: Picture,
      }),
      answers: { 200: made },
      async handle({ body }, door) {
        const image = await handIn(door, body.image, 'image');
        const recipe = {
          prompt: infotextPrompt(body.image) ?? plainWords,
          ...(await settingsOf(door, body)),
          source: { image: image.id, strength: variationStrength },
        };
        return answer(door, { recipe, body });
      },
    }),
    endpoint({
      method: 'GET',
      path: '/v1/models',
      id: 'openai.models',
      summary: 'The models that can be named.',
      answers: {
        200: {
          description: 'The default first.',
          schema: z.strictObject({ object: z.literal('list'), data: z.array(Model) }),
        },
      },
      async handle(_asked, door) {
        const { models } = await door.call('models.list', {});
        return say(200, { object: 'list', data: models.filter(({ problem }) => problem === null).map(modelWord) });
      },
    }),
    endpoint({
      method: 'GET',
      path: '/v1/models/{model}',
      id: 'openai.model',
      summary: 'One model.',
      params: z.strictObject({ model: z.string() }),
      answers: {
        200: { description: 'The model.', schema: Model },
        404: { description: 'There is no such model.' },
      },
      async handle({ params }, door) {
        return say(200, modelWord(await modelNamed(door, params.model)));
      },
    }),
  ],
};

interface Asked {
  readonly model?: string | undefined;
  readonly n?: number | undefined;
  readonly size?: string | undefined;
  readonly quality?: string | undefined;
  readonly response_format?: 'url' | 'b64_json' | undefined;
  readonly output_format?: Format | undefined;
}

async function settingsOf(door: Door, asked: Asked) {
  const model = await modelNamed(door, asked.model);
  return {
    model: model.id,
    ...(asked.size === undefined || asked.size === 'auto' ? {} : sidesOf(asked.size)),
    ...stepsFor(model, asked.quality),
  };
}

async function answer(
  door: Door,
  { recipe, body }: { recipe: Parameters<typeof drawToEnd>[1]['recipe']; body: Asked },
): Promise<Reply> {
  const drawn = await drawToEnd(door, { recipe, count: body.n ?? 1 });
  const format = body.output_format ?? 'png';
  // Their newer models know no addresses; a client that asks for one of those reads b64_json.
  const asText = (body.response_format ?? (drawsAs(body.model) === 'newer' ? 'b64_json' : 'url')) === 'b64_json';
  const data = await Promise.all(
    drawn.map(async ({ image }) => {
      if (asText) return { b64_json: (await bytesOf(door, image, format)).toString('base64') };
      const query = format === 'png' ? '' : `?format=${format}`;
      return { url: `${door.address}/image/${image.id}${query}` };
    }),
  );
  const [first] = drawn;
  return say(200, {
    created: Math.floor(Date.parse(first?.job.createdAt ?? '') / 1000),
    data,
    output_format: format,
    ...(first === undefined ? {} : { size: `${first.image.width}x${first.image.height}` }),
  });
}

function handIn(door: Door, bytes: Uint8Array | undefined, field: string): Promise<Source> {
  return namingFields({ image: field, '': field }, async () => door.core.sources.put(bytes ?? new Uint8Array()));
}
