// Stand-ins for what takes in pictures and palettes: small rules in place of reading real files.

import type { AppFiles } from '../../main/shell/protocol.ts';
import type { ModelId } from '../../shared/domain/ids.ts';
import { TesseraError } from '../../shared/errors.ts';

export const handedInFakes: Pick<AppFiles, 'recall' | 'palettes'> = {
  recall: {
    async fromBytes(bytes: Uint8Array) {
      if (bytes.length === 0) throw new TesseraError('INVALID_INPUT', 'This cannot be read as a picture.');
      return { models: [], loras: [] };
    },
  } as unknown as AppFiles['recall'],
  palettes: {
    async import(bytes: Uint8Array) {
      if (bytes[0] !== 0x50) throw new TesseraError('PALETTE_NOT_A_PALETTE', 'This is no palette.');
      return { palette: 'a palette', known: false };
    },
    async picture(id: ModelId, place: number) {
      if (id !== 'mine') throw new TesseraError('PALETTE_NOT_FOUND', 'There is no such palette.');
      return place === 0 ? Buffer.from('webp') : null;
    },
  } as unknown as AppFiles['palettes'],
};
