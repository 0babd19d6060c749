// What a picture says of itself in its text chunks.

import { describe, expect, test } from 'vitest';
import { pictureMetadata } from '../../../../engine/image/picture-metadata.ts';
import type { DrawnFrom } from '../../../../shared/domain/exemplar-source.ts';
import type { SourceId } from '../../../../shared/domain/ids.ts';
import { generateCommand } from '../../../fixtures/engine-commands.ts';

const made: DrawnFrom = [
  {
    name: 'blobs',
    title: 'Blobs',
    licence: 'CC-BY-4.0',
    author: 'Somebody',
    source: 'https://example.org/blobs',
    drawings: [{ name: 'dog', label: 'dog', leads: true }],
  },
];

function told(drawnFrom: DrawnFrom, excludedSets: string[] = []) {
  const command = generateCommand({ folder: 'anywhere' });
  const [image] = command.images;
  if (image === undefined) throw new Error('a generation has a picture');
  const recipe = { ...command.recipe, excludedSets };
  const engine = { versions: {}, provider: 'cpu' };
  return pictureMetadata({ recipe, image, model: command.model, appVersion: '1.2.3', engine, drawnFrom });
}

describe('the metadata of a picture', () => {
  test('names the drawings it was made of with licence and author', () => {
    expect(JSON.parse(told(made).tessera)).toMatchObject({ drawnFrom: made });
  });

  test('is silent about drawings where there are none', () => {
    expect(JSON.parse(told([]).tessera)).not.toHaveProperty('drawnFrom');
  });

  test('tells every reader of the field how much of a picture it started from was drawn anew', () => {
    const command = generateCommand({ folder: 'anywhere' });
    const [image] = command.images;
    if (image === undefined) throw new Error('a generation has a picture');
    const source = { image: 'a'.repeat(64) as SourceId, strength: 0.4 };
    const origin = { image, model: command.model, appVersion: '1.2.3', drawnFrom: made };
    const engine = { versions: {}, provider: 'cpu' };
    const { parameters } = pictureMetadata({ ...origin, engine, recipe: { ...command.recipe, source } });
    expect(parameters).toContain('Denoising strength: 0.4');
    expect(told(made).parameters).not.toContain('Denoising strength');
  });

  test('tells every reader of the field which sets were left out', () => {
    const { parameters, tessera } = told(made, ['emojione', 'twemoji']);
    expect(parameters).toContain('Excluded sets: emojione twemoji');
    expect(JSON.parse(tessera).recipe.excludedSets).toEqual(['emojione', 'twemoji']);
  });
});
