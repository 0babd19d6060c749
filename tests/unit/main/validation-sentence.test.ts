import { describe, expect, it } from 'vitest';
import { validationError } from '../../../main/validation-sentence.ts';
import { calls } from '../../../shared/contract/index.ts';

function refuse(recipe: unknown) {
  const input = { request: { kind: 'generate', recipe } };
  const parsed = calls['generation.submit'].input.safeParse(input);
  if (parsed.success) throw new Error('this input was expected to be refused');
  return validationError(parsed.error, input);
}

describe('a refused input says what, where and what would do', () => {
  it('for a width between two multiples', () => {
    const error = refuse({ prompt: 'a cat', width: 513, height: 512 });

    expect(error.message).toBe(
      'request.recipe.width: must be a multiple of 8; the nearest valid values are 512 and 520.',
    );
    expect(error.details).toMatchObject({ field: 'request.recipe.width', nearest: [512, 520] });
  });

  it('for a value past its limit', () => {
    expect(refuse({ prompt: 'a cat', steps: 1000 }).message).toBe(
      'request.recipe.steps: must be at most 150; the nearest valid value is 150.',
    );
  });

  it('for fields nobody knows, also without a name', () => {
    expect(refuse({ prompt: 'a cat', '': 1, sise: 2 }).details).toMatchObject({ field: 'request.recipe.sise' });
    expect(refuse({ prompt: 'a cat', '': 1 }).details).toMatchObject({ field: 'request.recipe', unknown: [''] });
  });

  it('for a word that is nearly one of the choices', () => {
    expect(refuse({ prompt: 'a cat', scheduler: 'dim' }).details).toMatchObject({ nearest: ['ddim'] });
  });

  it('for an aspect that no model draws', () => {
    expect(refuse({ prompt: 'a cat', aspect: '5:1' }).message).toContain(
      'request.recipe.aspect: must be one of 1:1, 4:3',
    );
  });

  it('for an empty prompt', () => {
    expect(refuse({ prompt: '   ' }).message).toBe(
      'request.recipe.prompt: write a few words first: the prompt is empty.',
    );
  });

  it('for a prompt that is too long, without repeating it', () => {
    const error = refuse({ prompt: 'secret '.repeat(1000) });

    expect(error.message).toBe('request.recipe.prompt: must have at most 4000 characters; it has 7000.');
  });

  it('for a field that does not exist', () => {
    expect(refuse({ prompt: 'a cat', sampler: 'x' }).details).toMatchObject({
      field: 'request.recipe.sampler',
      unknown: ['sampler'],
    });
  });

  it('for a missing field', () => {
    expect(refuse({}).message).toBe('request.recipe.prompt: is missing.');
  });

  it('for the wrong type', () => {
    expect(refuse({ prompt: 'a cat', seed: 1.5 }).message).toBe('request.recipe.seed: must be a whole number.');
  });
});
