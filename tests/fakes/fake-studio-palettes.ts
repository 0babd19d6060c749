// The fake studio's palettes: made of nothing, at once, but in the shapes of the real ones.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { ModelId, type PaletteTicket } from '../../shared/domain/ids.ts';
import type { Model } from '../../shared/domain/model.ts';
import { defaultLicenceNote, type Palette } from '../../shared/domain/palette.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { CallName, TesseraEvent } from '../../shared/contract/index.ts';
import { drawPicture } from './fake-pictures.ts';
import { embeddedModel } from './fake-studio-models.ts';

const words = [
  'red fish',
  'blue fish',
  'house',
  'tall house',
  'tree',
  'round tree',
  'star',
  'cat',
  'orange cat',
  'boat',
];

export const examplePalette: Palette = {
  id: ModelId.parse('palette-0123456789abcdef'),
  name: 'Harbour sketchbook',
  author: 'Ada',
  licenceNote: 'For friends only; ask before you print it.',
  createdAt: '2026-11-21T10:00:00.000Z',
  colours: ['#332a41', '#965339', '#da963c', '#7c9858', '#467490', '#b3c7c3'],
  base: ModelId.parse('stickers'),
  sizeBytes: 34_000,
  pictures: [...words, 'sea waves', 'paper'].map((caption, place) => ({
    name: `${caption}.png`,
    caption,
    cutOut: place < words.length,
  })),
};

export type FakePalettes = ReturnType<typeof createFakePalettes>;

export function isPaletteCall(name: CallName): boolean {
  return name.startsWith('palettes.');
}

export function createFakePalettes(announce: (event: TesseraEvent) => void) {
  let palettes: readonly Palette[] = [];
  let trash: readonly Palette[] = [];

  function changed(next: readonly Palette[]): void {
    palettes = next;
    announce({ name: 'palettes.changed', data: {}, sequence: Number.MAX_SAFE_INTEGER });
    announce({ name: 'models.changed', data: {}, sequence: Number.MAX_SAFE_INTEGER });
  }

  function get(id: string): Palette {
    const found = palettes.find((palette) => palette.id === id);
    if (found === undefined) throw new TesseraError('PALETTE_NOT_FOUND', `There is no palette ${id}.`);
    return found;
  }

  return {
    fill: () => changed([examplePalette]),
    models: (): Model[] =>
      palettes.map(({ id, name, author, licenceNote, pictures }) => {
        const own = {
          name: id,
          title: name,
          style: '',
          drawings: pictures.length,
          licence: licenceNote,
          author,
          source: null,
        };
        const manifest = { ...embeddedModel.manifest, name, sets: [...embeddedModel.manifest.sets, own] };
        return { ...embeddedModel, id, origin: 'palette', manifest };
      }),
    /** One call, its input as its schema parsed it. */
    // oxlint-disable-next-line typescript/no-explicit-any
    answer(name: CallName, input: any): unknown {
      switch (name) {
        case 'palettes.list':
          return { palettes };
        case 'palettes.create': {
          const {
            pictures,
            name: called,
            author,
          } = input as {
            pictures: { name: string; caption: string }[];
            name: string;
            author: string;
          };
          const made: Palette = {
            ...examplePalette,
            name: called,
            author,
            licenceNote: input.licenceNote ?? defaultLicenceNote,
            pictures: pictures.map((picture) => ({ name: picture.name, caption: picture.caption, cutOut: true })),
          };
          const ticket = input.ticket as PaletteTicket;
          announce({
            name: 'palette.progress',
            data: { ticket, done: pictures.length, total: pictures.length },
            sequence: Number.MAX_SAFE_INTEGER,
          });
          changed([made]);
          return { palette: made, skipped: [] };
        }
        case 'palettes.cancel':
        case 'palettes.reveal':
          return {};
        case 'palettes.update': {
          const { captions, id, ...facts } = input as { id: string; captions?: string[] };
          const known = get(id);
          const pictures = known.pictures.map((picture, at) => ({
            ...picture,
            caption: captions?.[at] ?? picture.caption,
          }));
          const after = { ...known, ...facts, pictures };
          changed(palettes.map((palette) => (palette.id === id ? after : palette)));
          return after;
        }
        case 'palettes.remove':
          trash = [get(input.id)];
          changed(palettes.filter(({ id }) => id !== input.id));
          return { id: input.id };
        case 'palettes.restore': {
          const [back] = trash;
          if (back === undefined) throw new TesseraError('PALETTE_NOT_FOUND', 'There is nothing in the trash.');
          changed([back, ...palettes]);
          return back;
        }
        case 'palettes.export':
          return { file: 'Harbour-sketchbook.tessera-palette', sizeBytes: 35_000 };
        default:
          throw new TesseraError('CALL_UNKNOWN', `The fake studio has no ${name}.`);
      }
    },
    /** POST /palette, of which what came is not kept, and GET /palette/<id>/<place>. */
    async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const [, , , place = '0'] = (request.url ?? '').split('/');
      if (request.method === 'GET') {
        const { caption: prompt = '' } = examplePalette.pictures[Number(place)] ?? {};
        response.setHeader('content-type', 'image/png');
        return void response.end(await drawPicture({ prompt, seed: Number(place), width: 128, height: 128 }));
      }
      request.resume();
      await new Promise((read) => request.on('end', read));
      changed([examplePalette]);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, value: { palette: examplePalette, known: false } }));
    },
  };
}
