import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { encodePng, encodePreviewPng } from '../../../../engine/image/png.ts';
import { insertPngText, readPngText } from '../../../../engine/image/png-text.ts';

const pixel = { width: 1, height: 1, data: Uint8Array.of(10, 20, 30) };

function chunkTypes(png: Buffer): string[] {
  const types: string[] = [];
  for (let offset = 8; offset < png.length; offset += 12 + png.readUInt32BE(offset)) {
    types.push(png.toString('latin1', offset + 4, offset + 8));
  }
  return types;
}

describe('text in a PNG', () => {
  test('stands between the header and the pixels, Latin-1 as tEXt and the rest as iTXt', async () => {
    const png = insertPngText(await encodePng(pixel), { parameters: 'café', tessera: '林檎' });
    expect(chunkTypes(png)[0]).toBe('IHDR');
    expect(chunkTypes(png).slice(1, 3)).toEqual(['tEXt', 'iTXt']);
    expect(chunkTypes(png).at(-1)).toBe('IEND');
  });

  test('leaves a file that a strict decoder accepts, with the same pixels', async () => {
    const png = insertPngText(await encodePng(pixel), { parameters: 'a', tessera: '林檎' });
    const decoded = await sharp(png, { failOn: 'warning' }).raw().toBuffer();
    expect([...decoded]).toEqual([10, 20, 30]);
  });

  test('is found by another program’s reader', async () => {
    const png = insertPngText(await encodePng(pixel), { parameters: 'Steps: 20', tessera: '林檎' });
    const { comments } = await sharp(png).metadata();
    expect(comments).toEqual(
      expect.arrayContaining([
        { keyword: 'parameters', text: 'Steps: 20' },
        { keyword: 'tessera', text: '林檎' },
      ]),
    );
  });

  test('reads back whatever it was', () => {
    const bare = encodePreviewPng(pixel);
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'binary' }).filter((text) => !/\p{Surrogate}/u.test(text)),
        (parameters, tessera) => {
          const clean = {
            parameters: parameters.replaceAll('\0', ' '),
            tessera: tessera.replaceAll('\0', ' '),
          };
          const texts = readPngText(insertPngText(bare, clean));
          expect(Object.fromEntries(texts)).toEqual(clean);
        },
      ),
    );
  });

  test('is never ended early by a NUL of the prompt', () => {
    const png = insertPngText(encodePreviewPng(pixel), { parameters: 'a\0b' });
    expect(readPngText(png).get('parameters')).toBe('a b');
  });

  test('is read without fear of broken files', () => {
    const png = insertPngText(encodePreviewPng(pixel), { parameters: 'kept', tessera: '林檎' });
    expect(readPngText(Buffer.from('no PNG')).size).toBe(0);
    fc.assert(
      fc.property(fc.nat(png.length), fc.nat(png.length - 1), fc.nat(255), (end, at, value) => {
        const damaged = Buffer.from(png);
        damaged[at] = value;
        expect(readPngText(damaged.subarray(0, end)).size).toBeLessThanOrEqual(2);
      }),
    );
  });
});
