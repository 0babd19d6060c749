// The A1111 dialect, driven as the scripts for it are written: ask for the lists, draw, watch, stop, scale, read back.

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoopbackStudio } from '../loopback-studio.ts';
import { ask, type Body, openMockStudio } from './asking.ts';

let studio: LoopbackStudio;
beforeAll(async () => {
  studio = await openMockStudio();
});
afterAll(() => studio.close());

const get = (path: string) => ask(studio, 'GET', `/sdapi/v1/${path}`);
const post = (path: string, body?: object) => ask(studio, 'POST', `/sdapi/v1/${path}`, body);
const small = { prompt: 'a red apple', steps: 2, width: 64, height: 64 };

function decoded(images: unknown): Buffer[] {
  return (images as string[]).map((image) => Buffer.from(image, 'base64'));
}

async function base64Of(background: string): Promise<string> {
  const picture = sharp({ create: { width: 64, height: 64, channels: 3, background } });
  return (await picture.png().toBuffer()).toString('base64');
}

describe('a script', () => {
  test('draws, reads the facts, and finds its settings again in the PNG', async () => {
    const { status, body } = await post('txt2img', {
      ...small,
      negative_prompt: 'leaves',
      seed: 7,
      batch_size: 2,
      n_iter: 1,
      cfg_scale: 5,
      sampler_name: 'Euler a',
      restore_faces: false,
      alwayson_scripts: {},
      override_settings: { sd_model_checkpoint: 'mock' },
    });

    expect(status).toBe(200);
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = decoded(body['images']);
    expect(await sharp(first).metadata()).toMatchObject({ format: 'png', width: 64, height: 64 });
    expect(first.equals(second)).toBe(false);
    const info = JSON.parse(String(body['info'])) as Body;
    expect(info).toMatchObject({ seed: 7, all_seeds: [7, 8], steps: 2, cfg_scale: 5, sampler_name: 'Euler a' });
    const read = await post('png-info', { image: `data:image/png;base64,${first.toString('base64')}` });
    expect(read.body).toMatchObject({
      info: (info['infotexts'] as string[])[0],
      parameters: { Prompt: 'a red apple', 'Negative prompt': 'leaves', Seed: '7', Steps: '2' },
    });
  });

  test('draws a second pass at a larger size, and finds it in the facts and in the PNG', async () => {
    const asked = { ...small, enable_hr: true, hr_scale: 1.5, hr_upscaler: 'Lanczos', hr_second_pass_steps: 1 };
    const { status, body } = await post('txt2img', {
      ...asked,
      denoising_strength: 0.4,
      hr_resize_x: 0,
      hr_prompt: '',
    });
    expect(status).toBe(200);
    expect(await sharp(decoded(body['images'])[0]).metadata()).toMatchObject({ width: 96, height: 96 });
    expect(JSON.parse(String(body['info']))).toMatchObject({
      denoising_strength: 0.4,
      extra_generation_params: { 'Hires upscale': 1.5, 'Hires steps': 1, 'Hires upscaler': 'lanczos' },
      infotexts: [expect.stringContaining('Size: 64x64')],
    });
  });

  test('puts several styles around the prompt in their order, words that are no style among them', async () => {
    const styles = ['Flat', 'in oil', 'cartoon'];
    const { status, body } = await post('txt2img', { ...small, prompt: 'an apple', styles });
    expect(status).toBe(200);
    const info = JSON.parse(String(body['info'])) as Body;
    expect(info).toMatchObject({
      styles: ['flat', 'cartoon'],
      prompt: 'an apple, in oil, flat style, cartoon style',
    });
  });

  test('reads the layer that scripts ask for, where it is the only one there is', async () => {
    const { body } = await post('txt2img', { ...small, override_settings: { CLIP_stop_at_last_layers: 1 } });
    expect(JSON.parse(String(body['info']))).toMatchObject({ clip_skip: 1 });
  });

  test('draws the same picture from the same seed', async () => {
    const pixels = async (seed: number) => {
      const { body } = await post('txt2img', { ...small, seed });
      return sharp(decoded(body['images'])[0]).raw().toBuffer();
    };
    const first = await pixels(11);
    expect(first.equals(await pixels(11))).toBe(true);
    expect(first.equals(await pixels(12))).toBe(false);
  });

  test('varies a picture, a part of it or all of it', async () => {
    const init = await base64Of('#c00');
    const whole = await post('img2img', { ...small, init_images: [init], denoising_strength: 0.5 });
    expect([whole.status, decoded(whole.body['images']).length]).toEqual([200, 1]);
    expect(JSON.parse(String(whole.body['info']))).toMatchObject({ denoising_strength: 0.5 });
    const part = await post('img2img', { ...small, init_images: [init], mask: await base64Of('#fff') });
    expect(JSON.parse(String(part.body['info']))).toMatchObject({ is_using_inpainting_conditioning: true });
  });

  test('draws more than one job holds', async () => {
    const { body } = await post('txt2img', { ...small, batch_size: 3, n_iter: 2, seed: 1, send_images: true });
    expect(decoded(body['images'])).toHaveLength(6);
    expect((JSON.parse(String(body['info'])) as Body)['all_seeds']).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('scales pictures', async () => {
    const image = await base64Of('#0c0');
    const one = await post('extra-single-image', { image, upscaling_resize: 3, upscaler_1: 'Lanczos' });
    expect(await sharp(decoded([one.body['image']])[0]).metadata()).toMatchObject({ width: 192, height: 192 });
    const two = await post('extra-batch-images', {
      imageList: [{ data: image, name: 'a.png' }],
      resize_mode: 1,
      upscaling_resize_w: 100,
      upscaling_resize_h: 50,
    });
    expect(await sharp(decoded(two.body['images'])[0]).metadata()).toMatchObject({ width: 100, height: 50 });
  });

  test('watches a picture grow and stops it', async () => {
    const drawing = post('txt2img', { prompt: 'a slow apple', steps: 150, width: 1024, height: 1024, batch_size: 4 });
    await expect.poll(async () => (await get('progress')).body['progress'], { timeout: 20_000 }).toBeGreaterThan(0);
    const { body } = await get('progress?skip_current_image=true');
    expect(body).toMatchObject({ current_image: null, state: { sampling_steps: 150, job_count: 1 } });
    expect((await post('interrupt')).status).toBe(200);
    expect([200, 409]).toContain((await drawing).status);
    expect((await get('progress')).body).toMatchObject({ progress: 0, state: { job: '' } });
  });
});

describe('sampler and schedule', () => {
  test.each([
    ['DPM++ 2M', 'Exponential', 'Sampler: DPM++ 2M, Schedule type: Exponential'],
    ['DPM++ 2M Karras', undefined, 'Sampler: DPM++ 2M, Schedule type: Karras'],
    ['DPM++ 2M SDE', 'Automatic', 'Sampler: DPM++ 2M SDE, Schedule type: Exponential'],
  ])('%s, %s', async (sampler_name, scheduler, written) => {
    const { status, body } = await post('txt2img', { ...small, sampler_name, scheduler });
    expect(status).toBe(200);
    expect(JSON.parse(String(body['info']))).toMatchObject({ infotexts: [expect.stringContaining(written)] });
  });
});

describe('the lists', () => {
  test.each([
    ['samplers', { name: 'Euler a' }],
    ['schedulers', { label: 'Automatic' }],
    ['schedulers', { label: 'Exponential' }],
    ['upscalers', { name: 'Lanczos' }],
    ['sd-models', { title: 'mock', model_name: 'mock', sha256: null }],
    ['prompt-styles', { name: 'flat' }],
  ])('%s', async (path, entry) => {
    const { status, body } = await get(path);
    expect(status).toBe(200);
    expect(body).toEqual(expect.arrayContaining([expect.objectContaining(entry)]));
  });

  test.each(['sd-vae', 'sd-modules', 'loras', 'script-info'])('%s is empty', async (path) => {
    expect(await get(path)).toEqual({ status: 200, body: [] });
  });

  test.each(['embeddings', 'memory', 'cmd-flags', 'scripts'])('%s answers', async (path) => {
    expect((await get(path)).status).toBe(200);
  });

  test('options name the model and change it', async () => {
    expect((await get('options')).body).toMatchObject({ sd_model_checkpoint: 'mock' });
    expect((await post('options', { sd_model_checkpoint: 'mock' })).status).toBe(200);
    expect(await post('options', { sd_model_checkpoint: 'nobody' })).toMatchObject({ status: 404 });
    expect((await post('refresh-checkpoints')).status).toBe(200);
  });
});

describe('what is refused', () => {
  test.each([
    ['txt2img', { ...small, prompt: '' }, 'prompt'],
    ['txt2img', { ...small, width: 65 }, 'width'],
    ['txt2img', { ...small, sampler_name: 'Nobody' }, 'sampler_name'],
    ['txt2img', { ...small, sampler_name: 'Euler a', scheduler: 'Karras' }, 'sampler_name'],
    [
      'txt2img',
      { ...small, override_settings: { sd_model_checkpoint: 'mock', randn_source: 'NV' } },
      'override_settings.randn_source',
    ],
    ['txt2img', { ...small, enable_hr: true, hr_upscaler: 'Latent' }, 'hr_upscaler'],
    ['txt2img', { ...small, enable_hr: true, hr_scale: 0.5 }, 'hr_scale'],
    ['txt2img', { ...small, enable_hr: true, hr_scale: 4, width: 1024, height: 1024 }, 'hr_scale'],
    ['img2img', { ...small, init_images: ['AAAA'], enable_hr: true }, 'enable_hr'],
    [
      'txt2img',
      { ...small, override_settings: { CLIP_stop_at_last_layers: 3, sd_model_checkpoint: 'mock' } },
      'override_settings.CLIP_stop_at_last_layers',
    ],
    ['txt2img', { ...small, batch_size: 16, n_iter: 2 }, 'n_iter'],
    ['img2img', small, 'init_images'],
    ['img2img', { ...small, init_images: ['http://127.0.0.1/x.png'] }, 'init_images'],
    ['img2img', { ...small, init_images: ['****'] }, 'init_images'],
    ['extra-single-image', { image: 'AAAA' }, 'image'],
    ['png-info', {}, 'image'],
  ])('by %s: %j', async (path, body, field) => {
    const answer = await post(path, body);
    expect(answer).toMatchObject({
      status: 422,
      body: { error: expect.any(String), errors: expect.stringContaining(field) },
    });
    expect(JSON.stringify(answer.body['detail'])).toContain(field);
  });

  test('who brings no token', async () => {
    const answer = await studio.ask({ path: '/sdapi/v1/samplers', token: null });
    expect([answer.status, answer.json()]).toMatchObject([401, { error: 'UNAUTHENTICATED' }]);
  });
});
