// Pictures that start from pictures, over HTTP with the model that ships: what is kept is kept, what is painted has changed.

import OpenAI, { toFile } from 'openai';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type ServedStudio, serveStudio, wideLimits } from './serve-studio.ts';

const side = 128;
/** What the masks leave open: left, top, width and height. */
const hole = { left: 32, top: 40, width: 64, height: 64 };
/** Of 255, on average: PNG keeps every value, and so must the studio. */
const keptWithin = 0.5;
const changedBeyond = 12;

let studio: ServedStudio;
let client: OpenAI;
let landscape: Buffer;

beforeAll(async () => {
  studio = await serveStudio({ limits: wideLimits });
  client = new OpenAI({ apiKey: studio.token, baseURL: `${studio.url}/v1`, maxRetries: 0 });
  const half = { width: side, height: side / 2, channels: 3 as const };
  const grass = await sharp({ create: { ...half, background: '#50aa46' } })
    .png()
    .toBuffer();
  landscape = await sharp({ create: { ...half, height: side, background: '#5aa0e6' } })
    .composite([{ input: grass, top: side / 2, left: 0 }])
    .png()
    .toBuffer();
}, 60_000);
afterAll(() => studio.close());

/** A picture of one colour with a hole in it, or with white in its place. */
async function rectangle(around: string, inside: 'white' | 'nothing'): Promise<Buffer> {
  const { left, top, width, height } = hole;
  const input = await sharp({ create: { width, height, channels: 4, background: '#fff' } })
    .png()
    .toBuffer();
  const sheet = sharp({ create: { width: side, height: side, channels: 4, background: around } });
  return sheet
    .composite([{ input, left, top, blend: inside === 'nothing' ? 'dest-out' : 'over' }])
    .png()
    .toBuffer();
}

const pixels = (picture: Buffer) => sharp(picture).removeAlpha().raw().toBuffer();

/** The mean difference of two pictures inside the hole and around it. */
async function difference(one: Buffer, other: Buffer): Promise<{ inside: number; around: number }> {
  const [a, b] = await Promise.all([pixels(one), pixels(other)]);
  expect(a.length).toBe(side * side * 3);
  expect(b.length).toBe(a.length);
  const sums = { inside: [0, 0], around: [0, 0] };
  for (let at = 0; at < a.length; at += 1) {
    const [x, y] = [Math.floor(at / 3) % side, Math.floor(at / 3 / side)];
    const isInside = x >= hole.left && x < hole.left + hole.width && y >= hole.top && y < hole.top + hole.height;
    const sum = isInside ? sums.inside : sums.around;
    sum[0] = (sum[0] ?? 0) + Math.abs((a[at] ?? 0) - (b[at] ?? 0));
    sum[1] = (sum[1] ?? 0) + 1;
  }
  const mean = ([total = 0, count = 0]: number[]) => total / count;
  return { inside: mean(sums.inside), around: mean(sums.around) };
}

async function wholeDifference(one: Buffer, other: Buffer): Promise<number> {
  const { inside, around } = await difference(one, other);
  const share = (hole.width * hole.height) / (side * side);
  return inside * share + around * (1 - share);
}

const bytesOf = (base64: unknown) => Buffer.from(String(base64), 'base64');

describe("OpenAI's own client", { timeout: 60_000 }, () => {
  const size = `${side}x${side}` as '256x256';

  test('generates as base64 and as an address that the token opens', async () => {
    const text = await client.images.generate({ prompt: 'a red apple', size, response_format: 'b64_json' });
    expect(await sharp(bytesOf(text.data?.[0]?.b64_json)).metadata()).toMatchObject({ format: 'png', width: side });
    const linked = await client.images.generate({ prompt: 'a red apple', size, response_format: 'url' });
    const { pathname } = new URL(linked.data?.[0]?.url ?? '');
    expect((await studio.ask({ path: pathname, token: null })).status).toBe(401);
    const { bytes } = await studio.ask({ path: pathname });
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: side, height: side });
  });

  test('edits what the mask leaves open, and nothing else', async () => {
    const mask = await rectangle('#000', 'nothing');
    const answer = await client.images.edit({
      image: await toFile(landscape, 'landscape.png', { type: 'image/png' }),
      mask: await toFile(mask, 'mask.png', { type: 'image/png' }),
      prompt: 'a red apple',
      size,
      response_format: 'b64_json',
    });
    const found = await difference(bytesOf(answer.data?.[0]?.b64_json), landscape);
    expect(found.around).toBeLessThan(keptWithin);
    expect(found.inside).toBeGreaterThan(changedBeyond);
  });

  test('varies a picture into another one that is nearer to it than a stranger is', async () => {
    const draw = async (prompt: string) => {
      const answer = await client.images.generate({ prompt, size, response_format: 'b64_json' });
      return bytesOf(answer.data?.[0]?.b64_json);
    };
    const answer = await client.images.createVariation({
      image: await toFile(landscape, 'landscape.png', { type: 'image/png' }),
      size,
      response_format: 'b64_json',
    });
    const varied = bytesOf(answer.data?.[0]?.b64_json);
    const own = await wholeDifference(varied, landscape);
    expect(own).toBeGreaterThan(1);
    expect(own).toBeLessThan(await wholeDifference(await draw('a red apple'), landscape));
  });
});

describe('a script for A1111', { timeout: 60_000 }, () => {
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await studio.ask({ method, path: `/sdapi/v1/${path}`, ...(body === undefined ? {} : { body }) });
    return { status: answer.status, body: answer.json() as Body };
  };
  const first = ({ body }: { body: Body }) => bytesOf((body['images'] as string[])[0]);
  const small = { prompt: 'a red apple', steps: 8, width: side, height: side, seed: 5 };

  test('draws, paints into what the mask shows white, and reads its settings back', async () => {
    const mask = (await rectangle('#000', 'white')).toString('base64');
    const init_images = [`data:image/png;base64,${landscape.toString('base64')}`];
    const painted = await ask('POST', 'img2img', { ...small, init_images, mask, denoising_strength: 1 });
    expect(painted.status).toBe(200);
    const found = await difference(first(painted), landscape);
    expect(found.around).toBeLessThan(keptWithin);
    expect(found.inside).toBeGreaterThan(changedBeyond);
    const { body } = await ask('POST', 'png-info', { image: first(painted).toString('base64') });
    expect(body['parameters']).toMatchObject({ Prompt: 'a red apple', Seed: '5', 'Denoising strength': '1' });
  });

  test('leaves a picture further behind the greater the strength', async () => {
    const drawn = async (denoising_strength: number) => {
      const init_images = [landscape.toString('base64')];
      const answer = await ask('POST', 'img2img', { ...small, init_images, denoising_strength });
      return wholeDifference(first(answer), landscape);
    };
    const [none, little, much] = [await drawn(0), await drawn(0.2), await drawn(1)];
    expect(none).toBeLessThan(keptWithin);
    expect(little).toBeGreaterThan(none);
    expect(much).toBeGreaterThan(little);
  });

  test('chooses its model, watches a picture grow, and stops it', async () => {
    const { body: options } = await ask('GET', 'options');
    const title = options['sd_model_checkpoint'];
    expect((await ask('GET', 'sd-models')).body).toEqual(
      expect.arrayContaining([expect.objectContaining({ title, model_name: title })]),
    );
    expect((await ask('POST', 'options', { sd_model_checkpoint: title })).status).toBe(200);
    const drawing = ask('POST', 'txt2img', { ...small, width: 256, height: 256, steps: 60, batch_size: 4, n_iter: 4 });
    const progress = async () => (await ask('GET', 'progress')).body;
    await expect.poll(async () => (await progress())['progress'], { timeout: 30_000 }).toBeGreaterThan(0);
    expect(await progress()).toMatchObject({ state: { job_count: 1, sampling_steps: 60 } });
    expect((await ask('POST', 'interrupt')).status).toBe(200);
    const stopped = await drawing;
    expect([200, 409]).toContain(stopped.status);
    if (stopped.status === 200) expect((stopped.body['images'] as string[]).length).toBeLessThan(16);
    expect(await progress()).toMatchObject({ progress: 0, state: { job: '' } });
  });
});

describe('the image dialect', { timeout: 60_000 }, () => {
  async function drawn(asked: object): Promise<{ picture: Buffer; id: string }> {
    const body = { prompt: 'a red apple', num_images: 1, size: `${side}x${side}`, ...asked };
    const made = await studio.ask({ method: 'POST', path: '/api/images/generate', body });
    expect([made.status, made.text]).toEqual([202, expect.any(String)]);
    const id = String((made.json() as Body)['job_id']);
    const status = async () => (await studio.ask({ path: `/api/images/status/${id}` })).json() as Body;
    await expect.poll(async () => (await status())['status'], { timeout: 30_000 }).toMatch(/COMPLETED|FAILED/);
    const [image] = (await status())['images'] as Body[];
    const { pathname } = new URL(String(image?.['url']));
    return { picture: (await studio.ask({ path: pathname })).bytes, id: pathname.replace('/image/', '') };
  }

  test('starts from a picture as data, by its id, or by its address here', async () => {
    const url = `data:image/png;base64,${landscape.toString('base64')}`;
    const first = await drawn({ input_image_url: url });
    const alone = await drawn({});
    const near = await wholeDifference(first.picture, landscape);
    expect(near).toBeGreaterThan(0.1);
    expect(near).toBeLessThan(await wholeDifference(alone.picture, landscape));
    for (const address of [`tessera:${first.id}`, `${studio.url}/image/${first.id}`]) {
      const again = await drawn({ input_image_url: address });
      expect(await wholeDifference(again.picture, first.picture)).toBeLessThan(
        await wholeDifference(alone.picture, first.picture),
      );
    }
  });
});
