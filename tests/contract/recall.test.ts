// Recall over HTTP: a picture of any tool comes in, its settings and what is installed of them come out.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RecalledPicture } from '../../shared/domain/recalled.ts';
import { comfyUiPictures } from '../fixtures/recall/comfyui-pictures.ts';
import { pngWithTexts } from '../fixtures/recall/written-pictures.ts';
import { handInBytes } from './hand-in-bytes.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;
beforeAll(async () => {
  studio = await openLoopbackStudio();
});
afterAll(() => studio.close());

describe('POST /recall', () => {
  test('reads a picture and offers what is installed', async () => {
    const file = await comfyUiPictures[0]?.file();
    const { status, body } = await handInBytes(studio, '/recall', file ?? Buffer.alloc(0));
    const { recalled, models, loras } = RecalledPicture.parse(body['value']);
    expect(status).toBe(200);
    expect([recalled.tool, recalled.fields.steps?.value]).toEqual(['comfyui', 24]);
    expect(models).toHaveLength(1);
    expect(models[0]).toMatchObject({ by: 'default' });
    expect(loras).toEqual([{ name: 'ropes.safetensors', id: null }]);
  });

  test('keeps nothing of it', async () => {
    await handInBytes(studio, '/recall', await pngWithTexts({ note: 'mine' }));
    expect(readdirSync(join(studio.home, 'cache', 'incoming'))).toEqual([]);
    expect(readdirSync(join(studio.home, 'sources'))).toEqual([]);
  });

  test('refuses what is no picture, without the name of a file of ours', async () => {
    const { status, body } = await handInBytes(studio, '/recall', Buffer.from('words'));
    expect([status, body['code']]).toEqual([400, 'INVALID_INPUT']);
    expect(JSON.stringify(body)).not.toContain('incoming');
  });

  test('refuses without a token', async () => {
    const { status } = await handInBytes(studio, '/recall', Buffer.from('words'), 'nobody');
    expect(status).toBe(401);
  });
});
