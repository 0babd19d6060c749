// Turns a drawing into another colour: its main hue moves, with the shading on it; everything else stays.

import type { ColourName } from './prompt-vocabulary.ts';

/** RGBA, 8 bits, not premultiplied: data.length === width * height * 4. */
export interface RgbaPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Where each colour lies: hue in degrees (null for the greys), and what its lightness and saturation are scaled by. */
const targets: Readonly<Record<ColourName, { hue: number | null; saturation: number; lightness: number }>> = {
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
  white: { hue: null, saturation: 0.1, lightness: 1.7 },
};

const hueBins = 36;
/** A main colour reaches from its shadows to its lights, which drift in hue. */
const mainHueReach = 55;
/** Below this saturation a pixel has no hue worth moving. */
const colourless = 0.18;
/** Saturation a colourless drawing is given when a hue is asked for. */
const tintSaturation = 0.6;

/** A copy of `picture` whose main colour is `colour`; a drawing without a main hue is tinted. */
export function recolour(picture: RgbaPicture, colour: ColourName): RgbaPicture {
  const target = targets[colour];
  const main = mainHue(picture);
  const data = new Uint8Array(picture.data);
  for (let i = 0; i < data.length; i += 4) {
    const { hue, saturation, lightness } = toHsl(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0);
    const drift = main === null ? 0 : signedDegrees(hue - main);
    const moves =
      main === null ? isMiddleGrey(saturation, lightness) : saturation >= colourless && Math.abs(drift) <= mainHueReach;
    if (!moves) continue;
    const base = main === null ? tintSaturation : saturation;
    writeRgb(data, i, {
      hue: (target.hue ?? hue) + drift / 3,
      saturation: Math.min(1, base * target.saturation),
      lightness: Math.min(0.96, lightness * target.lightness),
    });
  }
  return { ...picture, data };
}

function isMiddleGrey(saturation: number, lightness: number): boolean {
  return saturation < 0.5 && lightness > 0.2;
}

/** The hue most of the drawing's coloured area has; null when hardly any of it is coloured. */
function mainHue({ data }: RgbaPicture): number | null {
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
  const best = Array.from(bins.keys()).reduce((a, b) => (around(b) > around(a) ? b : a));
  return around(best) < covered * 0.15 ? null : ((best + 0.5) / hueBins) * 360;
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
