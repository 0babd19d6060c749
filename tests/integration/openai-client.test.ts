// The official client of OpenAI against the local API, by nothing but another base URL: make, edit, vary, list.

import OpenAI, { toFile } from 'openai';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LoopbackStudio, openLoopbackStudio } from '../contract/loopback-studio.ts';

let studio: LoopbackStudio;
let client: OpenAI;

beforeAll(async () => {
  studio = await openLoopbackStudio({ limits: { generation: 1000, other: 10_000 } });
  client = clientWith(studio.token);
});
afterAll(() => studio.close());

function clientWith(apiKey: string): OpenAI {
  return new OpenAI({ apiKey, baseURL: `${studio.api.url}/v1`, maxRetries: 0 });
}

async function flat(background: { r: number; g: number; b: number; alpha: number }) {
  const png = await sharp({ create: { width: 64, height: 64, channels: 4, background } })
    .png()
    .toBuffer();
  return toFile(png, 'picture.png', { type: 'image/png' });
}
const red = { r: 200, g: 0, b: 0, alpha: 1 };
const nothing = { r: 0, g: 0, b: 0, alpha: 0 };

describe('images.generate', () => {
  test('draws with the model that ships', async () => {
    const answer = await client.images.generate({
      model: 'gpt-image-1',
      prompt: 'a red apple',
      n: 1,
      size: '128x128' as '256x256',
      quality: 'low',
    });
    const png = Buffer.from(answer.data?.[0]?.b64_json ?? '', 'base64');
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 128, height: 128 });
    expect(answer.created).toBeGreaterThan(1_700_000_000);
    const { jobs } = await studio.call('generation.list', { limit: 1 });
    expect(jobs[0]?.task.recipe.model).not.toBe('mock');
  });

  test('answers with addresses that its token opens, and more than one job holds', async () => {
    const answer = await client.images.generate({ model: 'mock', prompt: 'a pear', n: 5, size: '256x256' });
    expect(answer.data).toHaveLength(5);
    const url = answer.data?.[4]?.url ?? '';
    expect((await fetch(url)).status).toBe(401);
    const picture = await fetch(url, { headers: { authorization: `Bearer ${studio.token}` } });
    expect(await sharp(await picture.arrayBuffer()).metadata()).toMatchObject({ width: 256, height: 256 });
  });

  test('gives other formats', async () => {
    const answer = await client.images.generate({
      model: 'mock',
      prompt: 'a pear',
      response_format: 'b64_json',
      output_format: 'webp',
    });
    const picture = Buffer.from(answer.data?.[0]?.b64_json ?? '', 'base64');
    expect((await sharp(picture).metadata()).format).toBe('webp');
  });
});

describe('images.edit', () => {
  test('changes a picture, or what its mask leaves open', async () => {
    const whole = await client.images.edit({
      model: 'mock',
      image: await flat(red),
      prompt: 'a pear',
      size: '256x256',
    });
    expect(whole.data?.[0]?.url).toMatch(/\/image\//);
    const part = await client.images.edit({
      model: 'mock',
      image: await flat(red),
      mask: await flat(nothing),
      prompt: 'a pear',
      n: 2,
      size: '256x256',
      response_format: 'b64_json',
    });
    expect(part.data).toHaveLength(2);
    const { jobs } = await studio.call('generation.list', { limit: 1 });
    expect(jobs[0]?.task.recipe.source).toMatchObject({ strength: 1, mask: expect.any(String) });
  });
});

describe('images.createVariation', () => {
  test('takes the words out of a picture of this studio', async () => {
    const made = await client.images.generate({ model: 'mock', prompt: 'a blue pear', response_format: 'b64_json' });
    const image = await toFile(Buffer.from(made.data?.[0]?.b64_json ?? '', 'base64'), 'pear.png');
    const answer = await client.images.createVariation({ model: 'mock', image, n: 1, size: '256x256' });
    expect(answer.data).toHaveLength(1);
    const { jobs } = await studio.call('generation.list', { limit: 1 });
    expect(jobs[0]?.task.recipe).toMatchObject({ prompt: 'a blue pear', source: { strength: 0.6 } });
  });
});

describe('models', () => {
  test('are listed and found', async () => {
    const ids = (await client.models.list()).data.map(({ id }) => id);
    expect(ids).toContain('mock');
    expect(await client.models.retrieve('mock')).toMatchObject({ id: 'mock', object: 'model', owned_by: 'tessera' });
  });
});

describe('a refusal', () => {
  test('names its field in the words of the client', async () => {
    const wrong = client.images.generate({ model: 'mock', prompt: 'a pear', size: '513x512' as '256x256' });
    await expect(wrong).rejects.toMatchObject({
      status: 400,
      param: 'size',
      message: expect.stringContaining('512x512'),
    });
  });

  test('of a model that is not there is their not-found error', async () => {
    const wrong = client.images.generate({ model: 'nobody', prompt: 'a pear' });
    await expect(wrong).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  test('of a wrong key is their authentication error', async () => {
    const wrong = clientWith('not-a-token').models.list();
    await expect(wrong).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });
});
