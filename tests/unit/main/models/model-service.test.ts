import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ModelId } from '../../../../shared/domain/ids.ts';
import { openStudio } from '../fixtures.ts';

const id = (text: string) => ModelId.parse(text);

describe('models', () => {
  it('fall back to the mock when nothing is installed', () => {
    expect(openStudio().models.defaultModel()).toBe('mock');
  });

  it('are registered in place under an id made from the folder', async () => {
    const studio = openStudio();
    const folder = join(studio.home, 'Mon modèle (v2)');
    mkdirSync(folder);
    const model = await studio.models.add({ folder, id: undefined });

    expect(model).toMatchObject({ id: 'Mon-mode-le-v2', folder, origin: 'user' });
    expect(studio.models.list().map((entry) => entry.id)).toContain('Mon-mode-le-v2');
  });

  it('get numbered ids when folders share a name', async () => {
    const studio = openStudio();
    const folder = join(studio.home, 'one');
    mkdirSync(folder);
    await studio.models.add({ folder, id: undefined });

    expect((await studio.models.add({ folder, id: undefined })).id).toBe('one-2');
  });

  it('say what to do when their folder is gone', async () => {
    const studio = openStudio();
    const folder = join(studio.home, 'away');
    mkdirSync(folder);
    await studio.models.add({ folder, id: undefined });
    rmSync(folder, { recursive: true });

    expect(studio.models.get(id('away')).problem).toContain('folder of this model is gone');
    expect(studio.models.defaultModel()).toBe('mock');
  });

  it('name the installed ones when asked for one that is not there', () => {
    expect(() => openStudio().models.get(id('nope'))).toThrowError(
      expect.objectContaining({ code: 'MODEL_NOT_FOUND', message: expect.stringContaining('mock') }),
    );
  });

  it('cannot be removed when they are part of Tessera', () => {
    expect(() => openStudio().models.remove(id('mock'))).toThrowError(
      expect.objectContaining({ code: 'MODEL_IN_USE' }),
    );
  });
});
