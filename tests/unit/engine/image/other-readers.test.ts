// What Tessera writes into a PNG, read back by a reader of A1111's kind that shares no code with ours.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pictureMetadata } from '../../../../engine/image/picture-metadata.ts';
import { encodePng } from '../../../../engine/image/png.ts';
import { insertPngText } from '../../../../engine/image/png-text.ts';
import { generateCommand } from '../../../fixtures/engine-commands.ts';

/** The reader that A1111, Forge and Fooocus share, from its description: last line first, then line by line. */
function readAsA1111(text: string): Record<string, string> {
  const lines = text.trim().split('\n');
  const last = lines.pop() ?? '';
  const pairs = [...last.matchAll(/\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/g)];
  if (pairs.length < 3) lines.push(last);
  const read: Record<string, string> = { Prompt: '', 'Negative prompt': '' };
  let target = 'Prompt';
  for (const line of lines.map((written) => written.trim())) {
    const isNegative = line.startsWith('Negative prompt:');
    if (isNegative) target = 'Negative prompt';
    const words = isNegative ? line.slice('Negative prompt:'.length).trim() : line;
    read[target] = read[target] === '' ? words : `${read[target]}\n${words}`;
  }
  for (const [, key = '', value = ''] of pairs.length < 3 ? [] : pairs) {
    read[key] = value.startsWith('"') ? (JSON.parse(value) as string) : value;
    const [, width, height] = /^(\d+)x(\d+)$/.exec(value) ?? [];
    if (width !== undefined && height !== undefined) Object.assign(read, { [`${key}-1`]: width, [`${key}-2`]: height });
  }
  return read;
}

/** As the specification has it: tEXt is Latin-1, and iTXt is UTF-8 behind keyword, two flags and two empty names. */
function textUnder(keyword: string, png: Buffer): string {
  for (let offset = 8; offset < png.length; offset += 12 + png.readUInt32BE(offset)) {
    const type = png.toString('latin1', offset + 4, offset + 8);
    const data = png.subarray(offset + 8, offset + 8 + png.readUInt32BE(offset));
    const head = { tEXt: `${keyword}\0`, iTXt: `${keyword}\0\0\0\0\0` }[type];
    if (head === undefined || data.toString('latin1', 0, head.length) !== head) continue;
    return data.toString(type === 'tEXt' ? 'latin1' : 'utf8', head.length);
  }
  return '';
}

const words = fc
  .array(fc.constantFrom('a fox', 'déjà vu', '林檎', '(soft:1.2)', 'x: y, z', '"quoted"', '[dim]'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(', '));

describe('the parameters of a picture', () => {
  test('are read by a reader of the field to the same values', async () => {
    const bare = await encodePng({ width: 1, height: 1, data: Uint8Array.of(1, 2, 3) });
    const changes = fc.record({
      styledPrompt: words,
      styledNegativePrompt: fc.oneof(fc.constant(''), words),
      steps: fc.integer({ min: 1, max: 150 }),
      guidanceScale: fc.integer({ min: 0, max: 300 }).map((tenths) => tenths / 10),
      width: fc.integer({ min: 8, max: 256 }).map((latents) => latents * 8),
      height: fc.integer({ min: 8, max: 256 }).map((latents) => latents * 8),
    });
    const seeds = fc.nat(0xffff_ffff);
    await fc.assert(
      fc.asyncProperty(changes, seeds, async (change, seed) => {
        const command = generateCommand({ folder: 'anywhere' });
        const image = { ...command.images[0], seed } as (typeof command.images)[number];
        const recipe = { ...command.recipe, ...change };
        const engine = { versions: {}, provider: 'cpu' };
        const texts = pictureMetadata({
          recipe,
          image,
          model: command.model,
          appVersion: '1.2.3',
          engine,
          drawnFrom: [],
        });
        const text = textUnder('parameters', insertPngText(bare, { ...texts }));
        expect(readAsA1111(text)).toMatchObject({
          Prompt: change.styledPrompt,
          'Negative prompt': change.styledNegativePrompt,
          Steps: String(change.steps),
          'CFG scale': String(change.guidanceScale),
          Seed: String(seed),
          'Size-1': String(change.width),
          'Size-2': String(change.height),
          Model: command.model.name,
          Version: 'Tessera 1.2.3',
        });
      }),
      { numRuns: 60 },
    );
  });
});
