// The palettes: the list of them, or the one that is being made.

import { useScreenPart } from '../../state/screen.ts';
import { NewPalette } from './new-palette.tsx';
import { PaletteList } from './palette-list.tsx';

/** #/palettes/new */
export const newPalettePart = 'new';

export function PalettesScreen() {
  return useScreenPart() === newPalettePart ? <NewPalette /> : <PaletteList />;
}
