// Pictures as a file picker hands them over.

import { drawingNames, drawingOnPaper } from '../../fixtures/palette-pictures.ts';

export function palettePictures(): Promise<{ name: string; mimeType: string; buffer: Buffer }[]> {
  return Promise.all(
    drawingNames.map(async (name) => ({
      name: `${name}.png`,
      mimeType: 'image/png',
      buffer: await drawingOnPaper(name),
    })),
  );
}
