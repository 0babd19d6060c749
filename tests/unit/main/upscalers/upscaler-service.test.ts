import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createUpscalerTable } from '../../../../main/store/upscaler-table.ts';
import { openStore } from '../../../../main/store/database.ts';
import { createUpscalerService, type UpscalerService } from '../../../../main/upscalers/upscaler-service.ts';
import { Settings } from '../../../../shared/domain/settings.ts';
import type { UpscalerManifest } from '../../../../shared/domain/upscaler.ts';

const resources = join(import.meta.dirname, '../../../../resources');
const shipped = join(resources, 'upscalers/esrgan-slim/x2.onnx');

let home: string;
let chosen: string;
let announced: string[];
let upscalers: UpscalerService;

function serviceOn(folder: string): UpscalerService {
  const manifest: UpscalerManifest = {
    name: 'Doubler',
    licence: null,
    source: null,
    range: 1,
    channels: 'rgb',
    factors: [{ factor: 2, passes: [{ file: 'x2.onnx', factor: 2 }] }],
  };
  return createUpscalerService({
    resources: folder,
    table: createUpscalerTable(openStore({ file: join(home, 'tessera.db'), log: () => {} })),
    engine: { inspectUpscaler: (path) => Promise.resolve({ folder: path, manifest }) },
    settings: { get: () => Settings.parse({ upscaler: chosen }) },
    events: { announce: (name) => void announced.push(name) },
    clock: () => 0,
  });
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'upscalers-'));
  chosen = 'esrgan-slim';
  announced = [];
  upscalers = serviceOn(resources);
});

describe('the upscalers', () => {
  test('are the shipped one and resampling, the default first', () => {
    expect(upscalers.list().map(({ id, factors }) => [id, factors])).toEqual([
      ['esrgan-slim', [2, 3, 4]],
      ['lanczos', [2, 3, 4]],
    ]);
    chosen = 'lanczos';
    expect(upscalers.list()[0]?.id).toBe('lanczos');
  });

  test('run their passes; four times is twice twice', () => {
    expect(upscalers.runOf('esrgan-slim', 4)).toMatchObject({
      range: 255,
      passes: [
        { file: 'x2.onnx', factor: 2 },
        { file: 'x2.onnx', factor: 2 },
      ],
    });
    expect(upscalers.runOf('lanczos', 4)).toBeNull();
  });

  test('are added in place, chosen where they know the factor, and forgotten', async () => {
    const folder = join(home, 'My Doubler 2x');
    mkdirSync(folder);
    copyFileSync(shipped, join(folder, 'x2.onnx'));
    const added = await upscalers.add({ path: folder, id: undefined });
    expect(added).toMatchObject({ id: 'My-Doubler-2x', origin: 'user', folder, problem: null });
    expect(upscalers.choose(added.id, 2)).toBe(added.id);
    expect(() => upscalers.choose(added.id, 4)).toThrow(/enlarges 2 times, not 4/);
    // As a default it stands aside for what it cannot do.
    chosen = added.id;
    expect([upscalers.choose(undefined, 2), upscalers.choose(undefined, 4)]).toEqual([added.id, 'lanczos']);

    rmSync(folder, { recursive: true });
    expect(upscalers.list().find(({ id }) => id === added.id)?.problem).toMatch(/gone/);
    expect(upscalers.choose(undefined, 2)).toBe('esrgan-slim');
    expect(() => upscalers.runOf(added.id, 2)).toThrow(/gone/);
    upscalers.remove(added.id);
    expect(upscalers.list()).toHaveLength(2);
    expect(announced).toEqual(['upscalers.changed', 'upscalers.changed']);
  });

  test('refuse what is not there, taken, or part of the app', async () => {
    expect(() => upscalers.choose('nobody', 2)).toThrow(expect.objectContaining({ code: 'UPSCALER_NOT_FOUND' }));
    await expect(upscalers.add({ path: home, id: 'lanczos' })).rejects.toMatchObject({ code: 'MODEL_IN_USE' });
    expect(() => upscalers.remove('esrgan-slim')).toThrow(expect.objectContaining({ code: 'MODEL_IN_USE' }));
  });

  test('without any network are resampling alone', () => {
    const bare = mkdtempSync(join(tmpdir(), 'upscalers-bare-'));
    home = bare;
    expect(serviceOn(bare).choose(undefined, 3)).toBe('lanczos');
  });
});
