// tessera recall: a picture of another tool, one of our own, and what is no picture.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecalledPicture } from '../../../shared/domain/recalled.ts';
import { infotextPictures } from '../../fixtures/recall/infotext-pictures.ts';
import { type Tessera, tesseraProcess } from './tessera-process.ts';

let tessera: Tessera;
beforeAll(() => {
  tessera = tesseraProcess();
});
afterAll(() => tessera.remove());

async function written(name: string, bytes: Buffer | string | undefined): Promise<string> {
  const file = join(tessera.home, name);
  writeFileSync(file, bytes ?? '');
  return file;
}

describe('recall', () => {
  test('prints the form of another tool as one document', async () => {
    const file = await written('a1111.png', await infotextPictures[0]?.file());
    const { recalled, models } = await tessera.json<RecalledPicture>('recall', file);
    expect(recalled).toMatchObject({
      tool: 'a1111',
      fields: { seed: { value: '1234567890', confidence: 'certain', from: 'Seed' }, steps: { value: 28 } },
    });
    expect(models[0]?.by).toBe('default');
  });

  test('reads what generate wrote', async () => {
    const out = join(tessera.home, 'out');
    const drawn = await tessera.run(
      'generate',
      'a bell',
      '--engine',
      'mock',
      '--seed',
      '31',
      '--count',
      '1',
      '--out',
      out,
    );
    expect(drawn.exitCode).toBe(0);
    const { stdout } = await tessera.run('recall', join(out, '1-31.png'));
    expect(stdout).toContain('Recalled from tessera');
    expect(stdout).toContain('prompt: a bell\n');
    expect(stdout).toContain('seed: 31\n');
    expect(stdout).toContain('installed model: mock (name, 100 %)');
  });

  test('says what is no picture, and what is not there', async () => {
    const file = await written('words.png', 'no picture');
    const [refused, missing] = [await tessera.run('recall', file), await tessera.run('recall', `${file}.gone`)];
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('words.png cannot be read')]);
    expect(missing.exitCode).toBe(3);
  });
});
