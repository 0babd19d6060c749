// Inputs are told apart by name and rank, and graphs of other families by what else they want.

import { describe, expect, test } from 'vitest';
import { assignDenoiserInputs } from '../../../../../engine/pipelines/stable-diffusion/denoiser-inputs.ts';

const sample = { name: 'sample', dims: ['batch', 4, 'height', 'width'] };
const timestep = { name: 'timestep', dims: [] };
const words = { name: 'encoder_hidden_states', dims: ['batch', 'sequence', 768] };

function assign(...inputs: { name: string; dims: (number | string)[] }[]) {
  return assignDenoiserInputs({ inputs, latentChannels: 4 });
}

describe('the inputs of a denoiser', () => {
  test('are found in any order', () => {
    expect(assign(words, timestep, sample)).toEqual({
      sample,
      timestep,
      words,
      guidance: null,
      added: null,
      seesMask: false,
    });
  });

  test('are found under other names by their rank', () => {
    const [x, t, c] = [
      { ...sample, name: 'x' },
      { name: 't', dims: ['batch'] },
      { ...words, name: 'context' },
    ];
    expect(assign(t, c, x)).toEqual({ sample: x, timestep: t, words: c, guidance: null, added: null, seesMask: false });
  });

  test('may tell the guidance scale', () => {
    const guidance = { name: 'timestep_cond', dims: ['batch', 256] };
    expect(assign(sample, timestep, words, guidance).guidance).toBe(guidance);
  });

  test('may tell the whole text and sizes, together', () => {
    const pooled = { name: 'text_embeds', dims: ['batch', 1280] };
    const timeIds = { name: 'time_ids', dims: ['batch', 6] };
    expect(assign(sample, timestep, words, timeIds, pooled).added).toEqual({ pooled, timeIds });
    expect(() => assign(sample, timestep, words, timeIds)).toThrow('takes only one of text_embeds and time_ids');
  });

  test.each([
    ['class_labels', 'an upscaler'],
    ['pooled_projections', 'Stable Diffusion 3 or Flux'],
  ])('%s give %s away', (name, family) => {
    expect(() => assign(sample, timestep, words, { name, dims: ['batch', 1280] })).toThrow(
      `unet/model.onnx takes ${name}: it belongs to ${family}, and not where a denoiser of Stable Diffusion is due.`,
    );
  });

  test('that are missing or too many are refused with their names', () => {
    expect(() => assign(sample, timestep)).toThrow(
      'unet/model.onnx takes sample, timestep; to draw from words it must take',
    );
    expect(() => assign(sample, timestep, words, { name: 'residual', dims: [1, 320, 64, 64] })).toThrow(
      'residual; to draw from words it must take',
    );
  });

  test('with the channels of an inpainting model say that mask and masked picture are seen', () => {
    expect(assign({ ...sample, dims: [2, 9, 64, 64] }, timestep, words).seesMask).toBe(true);
  });

  test('with the channels of an editing model are refused', () => {
    expect(() => assign({ ...sample, dims: [2, 8, 64, 64] }, timestep, words)).toThrow(
      'unet/model.onnx takes 8 channels where the decoder has 4: it is made for editing or upscaling',
    );
  });
});
