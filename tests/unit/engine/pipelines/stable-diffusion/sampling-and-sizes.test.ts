// What a folder's configs mean for schedulers, defaults and sizes, on configs as well-known models ship them.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nearestAspect, sizesByAspect } from '../../../../../engine/models/sizes-by-aspect.ts';
import { guidanceEmbedding } from '../../../../../engine/pipelines/stable-diffusion/guidance-embedding.ts';
import {
  previewOfLatents,
  stableDiffusionColours,
} from '../../../../../engine/pipelines/stable-diffusion/latent-preview.ts';
import { readStableDiffusionConfigs } from '../../../../../engine/pipelines/stable-diffusion/model-configs.ts';
import { checkSize, sizeRule } from '../../../../../engine/pipelines/stable-diffusion/picture-size.ts';
import {
  samplingDefaults,
  schedulersOffered,
} from '../../../../../engine/pipelines/stable-diffusion/schedulers-offered.ts';

const root = mkdtempSync(join(tmpdir(), 'model-configs-'));
afterAll(() => rmSync(root, { recursive: true }));

let folders = 0;
function configsOf(files: Readonly<Record<string, unknown>>) {
  folders += 1;
  const folder = join(root, String(folders));
  mkdirSync(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return readStableDiffusionConfigs(folder);
}

function scheduled(config: Record<string, unknown>, unet: Record<string, unknown> = {}) {
  const configs = configsOf({ 'scheduler/scheduler_config.json': config, 'unet/config.json': unet });
  return { offered: schedulersOffered(configs), ...samplingDefaults(configs) };
}

describe('configs', () => {
  test('that are missing are those of Stable Diffusion 1', () => {
    expect(configsOf({})).toMatchObject({
      latentChannels: 4,
      sampleSize: 64,
      latentFactor: 8,
      latentMultiple: 8,
      vaeScaling: 0.18215,
      vaeShift: 0,
      scheduler: { predictionType: 'epsilon', config: { beta_schedule: 'scaled_linear', steps_offset: 1 } },
    });
  });

  test('are read from the folder first', () => {
    const configs = configsOf({
      'unet/config.json': { sample_size: 96, block_out_channels: [1, 2], time_cond_proj_dim: 256 },
      'vae_decoder/config.json': {
        scaling_factor: 0.5,
        shift_factor: 0.1,
        latent_channels: 16,
        block_out_channels: [1, 2, 3],
      },
      'scheduler/scheduler_config.json': '{"prediction_type": "v_prediction", "sigma_max": Infinity}',
    });
    expect(configs).toMatchObject({
      latentChannels: 16,
      sampleSize: 96,
      latentFactor: 4,
      latentMultiple: 2,
      guidanceWidth: 256,
      vaeScaling: 0.5,
      vaeShift: 0.1,
      scheduler: { predictionType: 'v_prediction' },
    });
  });

  test('of a scheduler are corrected for latents, as diffusers corrects them', () => {
    const config = { _class_name: 'DDIMScheduler', clip_sample: true, steps_offset: 0, beta_start: 0.001 };
    expect(configsOf({ 'scheduler/scheduler_config.json': config }).scheduler.config).toEqual({
      ...config,
      clip_sample: false,
      skip_prk_steps: true,
      steps_offset: 1,
    });
  });

  test('that are broken are named', () => {
    expect(() => configsOf({ 'unet/config.json': { sample_size: 'large' } })).toThrow(
      'unet/config.json cannot be used: sample_size',
    );
    expect(() => configsOf({ 'scheduler/scheduler_config.json': '[]' })).toThrow('scheduler/scheduler_config.json');
  });
});

describe('schedulers', () => {
  test("are the model's own by default", () => {
    expect(scheduled({ _class_name: 'DDIMScheduler' }).scheduler).toBe('ddim');
    expect(scheduled({ _class_name: 'DPMSolverMultistepScheduler', use_karras_sigmas: true }).scheduler).toBe(
      'dpmpp-2m-karras',
    );
    const stochastic = { _class_name: 'DPMSolverMultistepScheduler', algorithm_type: 'sde-dpmsolver++' };
    expect(scheduled(stochastic).scheduler).toBe('dpmpp-2m-sde');
    expect(scheduled({ _class_name: 'UniPCMultistepScheduler' }).scheduler).toBe('unipc');
    expect(scheduled({ _class_name: 'PNDMScheduler' })).toMatchObject({
      scheduler: 'dpmpp-2m-karras',
      steps: 25,
      guidanceScale: 7.5,
    });
  });

  test('of a turbo model take few steps and no guidance', () => {
    const turbo = scheduled({ _class_name: 'EulerDiscreteScheduler', timestep_spacing: 'trailing' });
    expect(turbo).toMatchObject({ scheduler: 'euler', steps: 4, guidanceScale: 1 });
  });

  test('of a distilled model are those made for such, its own first', () => {
    const embedded = scheduled({ _class_name: 'LCMScheduler' }, { time_cond_proj_dim: 256 });
    const merged = scheduled({ _class_name: 'LCMScheduler' });
    const trajectory = scheduled({ _class_name: 'TCDScheduler' });
    expect([embedded, merged, trajectory]).toEqual([
      { offered: ['lcm', 'tcd'], scheduler: 'lcm', steps: 4, guidanceScale: 8.5 },
      { offered: ['lcm', 'tcd'], scheduler: 'lcm', steps: 4, guidanceScale: 1 },
      { offered: ['tcd', 'lcm'], scheduler: 'tcd', steps: 4, guidanceScale: 1 },
    ]);
  });

  test('leave out those that have no rule for a model that predicts the sample', () => {
    const everything = scheduled({}).offered;
    const { offered } = scheduled({ prediction_type: 'sample' });
    expect(everything.filter((name) => !offered.includes(name))).toEqual([
      'pndm',
      'euler-ancestral',
      'kdpm2',
      'kdpm2-ancestral',
    ]);
  });

  test('of a model trained from zero signal are those that start there', () => {
    const { offered } = scheduled({ rescale_betas_zero_snr: true, prediction_type: 'v_prediction' });
    expect(offered).toContain('unipc');
    expect(offered).not.toContain('heun');
  });
});

describe('sizes', () => {
  const rule = sizeRule(configsOf({}), ['batch', 4, 'height', 'width']);

  test('are multiples of what the denoiser halves, and the refusal names the nearest', () => {
    expect(() => checkSize(rule, { width: 512, height: 768 })).not.toThrow();
    expect(() => checkSize(rule, { width: 520, height: 504 })).toThrow(
      'multiples of 64 pixels, which 520x504 is not. The nearest size is 512x512.',
    );
  });

  test('keep the area for each aspect', () => {
    expect(sizesByAspect({ side: 512, multiple: 64 })).toEqual([
      { aspect: '1:1', width: 512, height: 512 },
      { aspect: '4:3', width: 576, height: 448 },
      { aspect: '3:4', width: 448, height: 576 },
      { aspect: '3:2', width: 640, height: 448 },
      { aspect: '2:3', width: 448, height: 640 },
      { aspect: '16:9', width: 704, height: 384 },
      { aspect: '9:16', width: 384, height: 704 },
    ]);
  });

  test('below the smallest side are left out', () => {
    expect(sizesByAspect({ side: 64, multiple: 8 }).map((size) => size.aspect)).toEqual(['1:1']);
  });

  test('that are fixed find the aspect they are nearest to', () => {
    expect([nearestAspect(512, 512), nearestAspect(768, 448), nearestAspect(448, 640)]).toEqual(['1:1', '16:9', '2:3']);
  });
});

describe('small maths', () => {
  test('the guidance embedding holds sines, then cosines, of the scale less one', () => {
    const [lowSine, highSine, lowCosine, highCosine] = guidanceEmbedding(1.001, 4);
    expect([lowSine, highSine]).toEqual([expect.closeTo(Math.sin(1), 5), expect.closeTo(Math.sin(1e-4), 5)]);
    expect([lowCosine, highCosine]).toEqual([expect.closeTo(Math.cos(1), 5), expect.closeTo(Math.cos(1e-4), 5)]);
    expect(guidanceEmbedding(1, 256)).toEqual(Float32Array.from({ length: 256 }, (_, index) => (index < 128 ? 0 : 1)));
  });

  test('the preview shows grey for nothing and stays within a byte', () => {
    const data = new Float32Array([0, 9, 0, 9, 0, 0, 0, -9]);
    expect(previewOfLatents({ data, dims: [4, 1, 2] }, stableDiffusionColours)).toEqual({
      width: 2,
      height: 1,
      data: Uint8Array.of(128, 128, 128, 255, 255, 255),
    });
  });
});
