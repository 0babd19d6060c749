// The size to draw at from a picture: its own where the model draws that, otherwise its shape at about the model's usual area.

import type { ModelCapabilities } from '../../shared/domain/model.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

type Sides = Pick<ModelCapabilities, 'sizes' | 'sideMin' | 'sideMax' | 'sideMultiple'>;

export function drawnSize(picture: Size, model: Sides): Size {
  const { sideMin, sideMax, sideMultiple } = model;
  const fits = (side: number) => side >= sideMin && side <= sideMax && side % sideMultiple === 0;
  if (fits(picture.width) && fits(picture.height)) return { width: picture.width, height: picture.height };
  const [usual] = model.sizes;
  const area = usual === undefined ? sideMin * sideMin : usual.width * usual.height;
  const scale = Math.sqrt(area / (picture.width * picture.height));
  const [least, most] = [Math.ceil(sideMin / sideMultiple), Math.floor(sideMax / sideMultiple)];
  const side = (length: number) =>
    Math.min(most, Math.max(least, Math.round((length * scale) / sideMultiple))) * sideMultiple;
  return { width: side(picture.width), height: side(picture.height) };
}
