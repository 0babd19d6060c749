// Turns a drawing into another colour: its main hue moves, with the shading on it; everything else stays.

import type { ColourName } from './prompt-vocabulary.ts';

/** RGBA, 8 bits, not premultiplied: data.length === width * height * 4. */
export interface RgbaPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Where each colour lies: hue in degrees (null for the greys), what its lightness and saturation are scaled by, and what is added to it. */
const targets: Readonly<
  Record<ColourName, { hue: number | null; saturation: number; lightness: number; lift?: number }>
> = {
  red: { hue: 2, saturation: 1, lightness: 0.95 },
  orange: { hue: 28, saturation: 1, lightness: 1 },
  yellow: { hue: 48, saturation: 1, lightness: 1.1 },
  green: { hue: 115, saturation: 0.75, lightness: 0.9 },
  cyan: { hue: 184, saturation: 0.9, lightness: 1 },
  blue: { hue: 213, saturation: 1, lightness: 1 },
  purple: { hue: 272, saturation: 0.85, lightness: 0.95 },
  pink: { hue: 335, saturation: 0.9, lightness: 1.25 },
  brown: { hue: 24, saturation: 0.5, lightness: 0.65 },
  black: { hue: null, saturation: 0.1, lightness: 0.42 },
  gray: { hue: null, saturation: 0.06, lightness: 1 },
  white: { hue: null, saturation: 0.1, lightness: 0.3, lift: 0.7 },
};

const hueBins = 36;
/** A main colour reaches from its shadows to its lights, which drift in hue. */
const mainHueReach = 60;
/** Below this saturation a pixel has no hue worth moving. */
const colourless = 0.18;
/** A main hue that covers less of the drawing than this is a detail: the body is grey, and is tinted as well. */
const detailShare = 0.35;
/** Colours from this saturation on are vivid, whatever they are turned from. */
const vivid = 0.7;
/** White cannot show a hue. */
const lightestTint = 0.62;
/** Leaves, stems and panes are seldom what was meant; another hue needs less area to be the main one. */
const asideHues = [
  { from: 75, to: 165, weight: 0.85 },
  { from: 185, to: 225, weight: 0.5 },
] as const;
/** Outlines, pupils and wheels. */
const darkest = 0.2;
/** Mean lightness of drawings that are dark all over. */
const darkDrawing = 0.35;
/** Saturation a colourless drawing is given when a hue is asked for. */
const tintSaturation = 0.78;

/**
 * A copy of `picture` whose main colour is `colour`; a drawing without a main hue is tinted.
 * @param options.claimed the colour its index gives it; of greys and browns it is believed
 */
export function recolour(
  picture: RgbaPicture,
  colour: ColourName,
  { claimed = null }: { readonly claimed?: string | null } = {},
): RgbaPicture {
  const target = targets[colour];
  const found = mainHue(picture);
  const main = found?.hue ?? null;
  // A black cat made black once more would lose its eyes.
  if (claimed === colour && (target.hue === null || colour === 'brown')) return picture;
  // What is dark all over, a top hat, has its body where others have their outlines, and hardly a hue.
  const mean = meanLightness(picture);
  const dark = Math.min(darkest, mean / 2);
  const tintsGreys = found === null || found.share < detailShare || (target.hue === null && mean < darkDrawing);
  const data = new Uint8Array(picture.data);
  for (let i = 0; i < data.length; i += 4) {
    const { hue, saturation, lightness } = toHsl(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0);
    const drift = main === null ? 0 : signedDegrees(hue - main);
    const isMain = main !== null && saturation >= colourless && Math.abs(drift) <= mainHueReach && lightness > dark / 2;
    const isTinted = !isMain && tintsGreys && saturation < 0.5 && lightness > dark;
    if (!isMain && !isTinted) continue;
    // Dull browns and lavenders would stay dull in a colour that is asked for by name.
    const base = isMain && target.saturation < vivid ? saturation : Math.max(saturation, tintSaturation);
    const light = isMain || target.hue === null ? lightness : Math.min(lightness, lightestTint);
    writeRgb(data, i, {
      hue: target.hue === null ? hue : target.hue + (isMain ? drift / 3 : 0),
      saturation: Math.min(1, base * target.saturation),
      lightness: Math.min(0.94, light * target.lightness + (target.lift ?? 0)),
    });
  }
  return { ...picture, data };
}

function meanLightness({ data }: RgbaPicture): number {
  let light = 0;
  let covered = 0;
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3] ?? 0;
    light +=
      (alpha *
        (Math.max(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0) +
          Math.min(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0))) /
      510;
    covered += alpha;
  }
  return covered === 0 ? 1 : light / covered;
}

/** The hue most of the drawing's coloured area has, and its share of the ink; null when hardly any is coloured. */
function mainHue({ data }: RgbaPicture): { readonly hue: number; readonly share: number } | null {
  const bins = new Float64Array(hueBins);
  let covered = 0;
  for (let i = 0; i < data.length; i += 4) {
    const alpha = (data[i + 3] ?? 0) / 255;
    const { hue, saturation } = toHsl(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0);
    covered += alpha;
    if (saturation >= colourless) {
      const bin = Math.floor((hue / 360) * hueBins) % hueBins;
      bins[bin] = (bins[bin] ?? 0) + alpha;
    }
  }
  const around = (bin: number) => [-1, 0, 1].reduce((sum, by) => sum + (bins[(bin + by + hueBins) % hueBins] ?? 0), 0);
  const weighed = (bin: number) => {
    const hue = ((bin + 0.5) / hueBins) * 360;
    return around(bin) * (asideHues.find(({ from, to }) => hue > from && hue < to)?.weight ?? 1);
  };
  const best = Array.from(bins.keys()).reduce((a, b) => (weighed(b) > weighed(a) ? b : a));
  if (around(best) < covered * 0.15) return null;
  return { hue: ((best + 0.5) / hueBins) * 360, share: around(best) / covered };
}

function signedDegrees(degrees: number): number {
  return ((degrees + 540) % 360) - 180;
}

function toHsl(red: number, green: number, blue: number): { hue: number; saturation: number; lightness: number } {
  const max = Math.max(red, green, blue) / 255;
  const min = Math.min(red, green, blue) / 255;
  const chroma = max - min;
  const lightness = (max + min) / 2;
  if (chroma === 0) return { hue: 0, saturation: 0, lightness };
  const [r, g, b] = [red / 255, green / 255, blue / 255];
  const sector = max === r ? ((g - b) / chroma + 6) % 6 : max === g ? (b - r) / chroma + 2 : (r - g) / chroma + 4;
  return { hue: sector * 60, saturation: chroma / (1 - Math.abs(2 * lightness - 1)), lightness };
}

function writeRgb(data: Uint8Array, at: number, hsl: { hue: number; saturation: number; lightness: number }): void {
  const chroma = hsl.saturation * Math.min(hsl.lightness, 1 - hsl.lightness);
  const channel = (offset: number) => {
    const k = (offset + hsl.hue / 30 + 24) % 12;
    return Math.round(255 * (hsl.lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  data[at] = channel(0);
  data[at + 1] = channel(8);
  data[at + 2] = channel(4);
}
