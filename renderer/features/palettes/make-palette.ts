// Hands the pictures in one after the other, then has the palette made of them; can be stopped at any moment.

import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { SkippedPicture } from '../../../shared/contract/palettes.ts';
import { PaletteTicket } from '../../../shared/domain/ids.ts';
import { palettePicturesMin } from '../../../shared/domain/palette.ts';
import { TesseraError } from '../../../shared/errors.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { handInPicture } from '../../bridge/hand-in.ts';
import { usePaletteProgress } from '../../data/palettes.ts';
import { queryKeys } from '../../data/query-keys.ts';
import type { ChosenPicture } from './chosen-pictures.ts';
import { smallerPicture } from './smaller-picture.ts';

/** Handing in takes about as long as cutting out. */
const handedInAt = 0.5;

export interface PaletteMaking {
  /** 0..1 while one is being made, null otherwise. */
  readonly fraction: number | null;
  readonly failure: unknown;
  make(palette: PaletteFacts): Promise<CallOutput<'palettes.create'> | null>;
  stop(): void;
}

interface PaletteFacts {
  readonly name: string;
  readonly author: string;
  readonly licenceNote: string;
  readonly pictures: readonly ChosenPicture[];
}

export function usePaletteMaking(): PaletteMaking {
  const bridge = useBridge();
  const cache = useQueryClient();
  const stopper = useRef<AbortController | null>(null);
  const [ticket, setTicket] = useState(newTicket);
  const [handedIn, setHandedIn] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const progress = usePaletteProgress(ticket);
  const cut = progress === null ? 0 : progress.done / progress.total;

  async function handIn(pictures: readonly ChosenPicture[], signal: AbortSignal) {
    const sources: { source: Awaited<ReturnType<typeof handInPicture>>['id']; name: string; caption: string }[] = [];
    const skipped: SkippedPicture[] = [];
    for (const [at, { file, caption }] of pictures.entries()) {
      signal.throwIfAborted();
      try {
        const { id } = await handInPicture(await smallerPicture(file), signal);
        sources.push({ source: id, name: file.name, caption });
      } catch (error) {
        // What is no picture is left out; anything else would fail for all of them.
        if (!(error instanceof TesseraError) || !leftOut.has(error.code)) throw error;
        skipped.push({ name: file.name, code: error.code, reason: error.message });
      }
      setHandedIn((at + 1) / pictures.length);
    }
    return { sources, skipped };
  }

  return {
    fraction: handedIn === null ? null : handedIn * handedInAt + cut * (1 - handedInAt),
    failure,
    async make({ pictures, licenceNote, ...facts }) {
      const stop = new AbortController();
      const mine = newTicket();
      stopper.current = stop;
      setTicket(mine);
      setFailure(null);
      setHandedIn(0);
      // The studio may be at work already when the button is pressed.
      stop.signal.addEventListener(
        'abort',
        () => void bridge.call('palettes.cancel', { ticket: mine }).catch(() => {}),
      );
      try {
        const { sources, skipped } = await handIn(pictures, stop.signal);
        if (sources.length < palettePicturesMin) throw tooFew(sources.length, skipped);
        const note = licenceNote.trim() === '' ? {} : { licenceNote };
        const made = await bridge.call('palettes.create', { ...facts, ...note, pictures: sources, ticket: mine });
        void cache.invalidateQueries({ queryKey: queryKeys.palettes });
        return { palette: made.palette, skipped: [...skipped, ...made.skipped] };
      } catch (error) {
        if (!stop.signal.aborted) setFailure(error);
        return null;
      } finally {
        setHandedIn(null);
        stopper.current = null;
      }
    },
    stop: () => stopper.current?.abort(),
  };
}

const leftOut: ReadonlySet<string> = new Set(['INVALID_INPUT', 'REQUEST_TOO_LARGE']);

function tooFew(usable: number, skipped: readonly SkippedPicture[]): TesseraError {
  const names = skipped.map(({ name }) => name).join(', ');
  return new TesseraError(
    'PALETTE_TOO_FEW_PICTURES',
    `${usable} of the pictures can be read. These cannot: ${names}.`,
    { details: { minimum: palettePicturesMin, usable } },
  );
}

function newTicket(): PaletteTicket {
  return PaletteTicket.parse(crypto.randomUUID());
}
