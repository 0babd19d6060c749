// Where floating things are put: an open dialog lies over the page, so what floats within it must be its child.

import { createContext, useContext } from 'react';

export const LayerContext = createContext<HTMLElement | null>(null);

export function useLayer(): HTMLElement | undefined {
  return useContext(LayerContext) ?? undefined;
}
