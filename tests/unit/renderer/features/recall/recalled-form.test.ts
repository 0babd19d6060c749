// What the form takes over of a recalled picture.

import { describe, expect, test } from 'vitest';
import type { RecalledPicture } from '../../../../../shared/domain/recalled.ts';
import { recallTexts } from '../../../../../shared/prompt/recall/recall-texts.ts';
import { allValues, rowsOf } from '../../../../../renderer/features/recall/recalled-form.ts';

const text =
  'a fox <lora:fur:0.5> <lora:tail:1>\nNegative prompt: blurry\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Karras, ' +
  'CFG scale: 7, Seed: 42, Size: 512x768, Model: foxes, Clip skip: 2';

function picture(written = text): RecalledPicture {
  const recalled = recallTexts([{ place: 'pasted', key: 'text', text: written }]);
  const loras = (recalled.fields.loras?.value ?? []).map(({ name }) => ({ name, id: name === 'fur' ? 'fur' : null }));
  return { recalled, models: [], loras };
}

describe('rowsOf', () => {
  test('says what the form has no place for', () => {
    const rows = rowsOf(picture(), null);
    const unused = rows.filter(({ values }) => values === null).map(({ name }) => name);
    expect(unused).toEqual(['model', 'clipSkip']);
  });

  test('never offers a seed that cannot be used', () => {
    const rows = rowsOf(picture(text.replace('Seed: 42', 'Seed: 4294967296')), null);
    expect(rows.find(({ name }) => name === 'seed')?.values).toBeNull();
  });

  test('shows what was written', () => {
    const words = Object.fromEntries(rowsOf(picture(), null).map((row) => [row.name, row.words]));
    expect(words).toMatchObject({ size: '512 × 768', loras: 'fur 0.5, tail 1', model: 'foxes', sampler: 'DPM++ 2M' });
  });
});

describe('allValues', () => {
  test('fills the form, with the LoRAs that are registered behind the prompt', () => {
    expect(allValues(rowsOf(picture(), null))).toEqual({
      prompt: 'a fox <lora:fur:0.5>',
      negativePrompt: 'blurry',
      width: '512',
      height: '768',
      seed: '42',
      seedLocked: true,
      steps: '20',
      guidanceScale: '7',
      scheduler: 'dpmpp-2m-karras',
      sigmas: 'default',
      noise: 'philox',
    });
  });

  test('takes a second pass over, and its strength for its own', () => {
    const written =
      'a fox\nSteps: 20, Seed: 1, Size: 64x64, Denoising strength: 0.4, Hires upscale: 1.7, Hires steps: 8';
    expect(allValues(rowsOf(picture(written), null))).toMatchObject({ hires: '1.7', hiresDenoise: '0.4' });
  });

  test('takes the negative words away where the picture had none', () => {
    const values = allValues(rowsOf(picture('a fox\nSteps: 20, Seed: 1, Size: 64x64'), null));
    expect(values).toMatchObject({ prompt: 'a fox', negativePrompt: '' });
  });
});
