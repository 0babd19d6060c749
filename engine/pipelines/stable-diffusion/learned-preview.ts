// How the latents of an unknown decoder look, learned from the first picture it decodes: what each channel adds to red, green and
// blue, by least squares over all places of that picture. From then on previews cost as little as those of known decoders.

import type { Latents, RgbImage } from '../pipeline.ts';
import { type PreviewColours, previewOfLatents } from './latent-preview.ts';

export interface LatentPreviews {
  /** null while nobody knows how such latents look. */
  of(latents: Latents): (() => RgbImage) | null;
  /** @param image what the latents were decoded to */
  learn(latents: Latents, image: RgbImage): void;
}

/** @param known null for a decoder whose colours are to be learned */
export function createLatentPreviews(known: PreviewColours | null): LatentPreviews {
  let colours = known;
  return {
    of(latents) {
      const found = colours;
      return found === null ? null : () => previewOfLatents(latents, found);
    },
    learn(latents, image) {
      colours ??= fittedColours(latents, image);
    },
  };
}

/** Keeps the answer near nothing for channels that hardly vary in one picture: a share of the places. */
const damping = 0.01;

/** Ridge regression: Hoerl, Kennard, Technometrics 1970, https://doi.org/10.1080/00401706.1970.10488634. */
export function fittedColours({ data: latents, dims }: Latents, image: RgbImage): PreviewColours {
  const [channels, height, width] = dims;
  const places = height * width;
  const means = meansOf(image, { width, height });
  // One more column that is always 1, for the colour of latents that are all zero.
  const at = (column: number, place: number) => (column === channels ? 1 : (latents[column * places + place] ?? 0));
  const columns = Array.from({ length: channels + 1 }, (_, column) => column);
  const sum = (value: (place: number) => number) => {
    let total = 0;
    for (let place = 0; place < places; place += 1) total += value(place);
    return total;
  };
  const rows = columns.map((row) => [
    ...columns.map(
      (column) => sum((place) => at(row, place) * at(column, place)) + (row === column ? damping * places : 0),
    ),
    ...[0, 1, 2].map((colour) => sum((place) => at(row, place) * (means[place * 3 + colour] ?? 0))),
  ]);
  eliminate(rows);
  const [base = black, ...others] = rows.map((row) => rgbOf(row.slice(columns.length))).toReversed();
  return { channels: others.toReversed(), base };
}

/** f32[height, width, 3] in -1..1: the mean of the pixels that each latent stands for. */
function meansOf({ data, ...image }: RgbImage, { width, height }: { width: number; height: number }): Float32Array {
  const means = new Float32Array(width * height * 3);
  const [across, down] = [image.width / width, image.height / height];
  for (const [index, value] of data.entries()) {
    const pixel = Math.floor(index / 3);
    const [x, y] = [Math.floor((pixel % image.width) / across), Math.floor(Math.floor(pixel / image.width) / down)];
    const place = (y * width + x) * 3 + (index % 3);
    means[place] = (means[place] ?? 0) + (value / 127.5 - 1) / (across * down);
  }
  return means;
}

const black = [0, 0, 0] as const;

function rgbOf([red = 0, green = 0, blue = 0]: readonly number[]): [red: number, green: number, blue: number] {
  return [red, green, blue];
}

/** Gauss and Jordan, in place; the damping keeps every pivot above zero. */
function eliminate(rows: number[][]): void {
  for (const [pivot, row] of rows.entries()) {
    const by = row[pivot] ?? 1;
    for (const [column, value] of row.entries()) row[column] = value / by;
    for (const [other, target] of rows.entries()) {
      const factor = target[pivot] ?? 0;
      if (other === pivot || factor === 0) continue;
      for (const [column, value] of row.entries()) target[column] = (target[column] ?? 0) - factor * value;
    }
  }
}
