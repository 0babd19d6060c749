// Draws the place a prompt names, as SVG: one painter per place, lit by the time of day, its hills and stars by chance.

import type { ColourName, PlaceName, TimeName } from './prompt-vocabulary.ts';
import type { RandomStream } from './seeded-random.ts';

export interface Scene {
  readonly place: PlaceName;
  readonly time: TimeName;
  readonly background: ColourName;
}

interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Short side over 100: lengths in the painters are written in it. */
  readonly unit: number;
  readonly time: TimeName;
  readonly random: RandomStream;
}

/** How far down the horizon lies, as a share of the height; other places have no ground. */
const horizons = { grass: 0.68, beach: 0.7, sea: 0.6, snow: 0.66, desert: 0.66 } as const;

export const backgroundColours: Readonly<Record<ColourName, string>> = {
  red: '#e85d5d',
  orange: '#f5a85a',
  yellow: '#f8dd72',
  green: '#8fce8a',
  cyan: '#8fdcdc',
  blue: '#7db6ec',
  purple: '#b497e0',
  pink: '#f5b3cf',
  brown: '#a9846a',
  black: '#1d1d22',
  gray: '#b9bcc2',
  white: '#ffffff',
};

/** Where the subject's foot stands, as a share of the height; null when it floats in the middle. */
export function groundLine(scene: Scene): number | null {
  const place = effectivePlace(scene);
  if (!(place in horizons)) return null;
  const horizon = horizons[place as keyof typeof horizons];
  return horizon + (1 - horizon) * 0.55;
}

export function drawScene(scene: Scene, options: { width: number; height: number; random: RandomStream }): string {
  const { width, height, random } = options;
  const canvas = { width, height, random, unit: Math.min(width, height) / 100, time: scene.time };
  const place = effectivePlace(scene);
  const paint =
    place === 'plain' ? rectangle(canvas, { fill: backgroundColours[scene.background] }) : painters[place](canvas);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${paint}</svg>`;
}

/** "an owl at night" names no place: at night, things stand on the dark hills. */
function effectivePlace({ place, time, background }: Scene): PlaceName {
  return place === 'plain' && time !== 'day' && background === 'white' ? 'grass' : place;
}

const painters: Readonly<Record<Exclude<PlaceName, 'plain'>, (canvas: Canvas) => string>> = {
  grass: (canvas) => openAir(canvas) + ground(canvas, { horizon: horizons.grass, back: '#7cbf63', front: '#5aa84c' }),
  beach: (canvas) =>
    openAir(canvas) +
    band(canvas, { from: 0.56, to: 0.74, fill: '#3f97d6' }) +
    ground(canvas, { horizon: horizons.beach, back: '#f2dcaa', front: '#e8cd94' }),
  sea: (canvas) => openAir(canvas) + ground(canvas, { horizon: horizons.sea, back: '#3d8fd1', front: '#2f79bb' }),
  snow: (canvas) => openAir(canvas) + ground(canvas, { horizon: horizons.snow, back: '#e3eef8', front: '#f7fbff' }),
  desert: (canvas) => openAir(canvas) + ground(canvas, { horizon: horizons.desert, back: '#e3b170', front: '#d59a55' }),
  sky: (canvas) => openAir(canvas) + clouds(canvas, { from: 0.6, to: 0.95, count: 3 }),
  underwater: (canvas) =>
    gradient('#4fa8e0', '#14548f') +
    rectangle(canvas, { fill: 'url(#g)' }) +
    bubbles(canvas) +
    hill(canvas, { top: 0.93, swell: 3, fill: '#c9b98a' }),
  space: (canvas) =>
    gradient('#1b1438', '#0a0a1e') + rectangle(canvas, { fill: 'url(#g)' }) + stars(canvas, { to: 1, count: 46 }),
};

/** The light of the hour, mixed into the colour of everything on the ground. */
const light: Readonly<Record<TimeName, { readonly colour: string; readonly share: number }>> = {
  day: { colour: '#ffffff', share: 0 },
  night: { colour: '#0b1238', share: 0.7 },
  sunset: { colour: '#b4472f', share: 0.4 },
};

function lit(fill: string, time: TimeName): string {
  const { colour, share } = light[time];
  const channel = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return `rgb(${[1, 3, 5].map((at) => Math.round(channel(fill, at) * (1 - share) + channel(colour, at) * share)).join(',')})`;
}

function openAir(canvas: Canvas): string {
  switch (canvas.time) {
    case 'day':
      return (
        gradient('#79bff0', '#dff1fb') +
        rectangle(canvas, { fill: 'url(#g)' }) +
        clouds(canvas, { from: 0.06, to: 0.34, count: 2 })
      );
    case 'sunset':
      return (
        gradient('#4f4a9e', '#e8777a', '#ffb65e', '#ffb65e') +
        rectangle(canvas, { fill: 'url(#g)' }) +
        sun(canvas, { y: 0.5, radius: 10 })
      );
    case 'night':
      return (
        gradient('#10163f', '#2c3a78') + rectangle(canvas, { fill: 'url(#g)' }) + stars(canvas, { to: 0.6, count: 26 })
      );
  }
}

function ground(canvas: Canvas, look: { horizon: number; back: string; front: string }): string {
  const { horizon } = look;
  return (
    hill(canvas, { top: horizon, swell: 4, fill: look.back }) +
    hill(canvas, { top: horizon + (1 - horizon) * 0.42, swell: 3, fill: look.front })
  );
}

function hill(
  { width, height, unit, random, time }: Canvas,
  look: { top: number; swell: number; fill: string },
): string {
  const y = look.top * height;
  const bend = () => (y + (random() - 0.5) * 2 * look.swell * unit).toFixed(1);
  const path = `M0 ${bend()} C${(width * 0.3).toFixed(1)} ${bend()} ${(width * 0.6).toFixed(1)} ${bend()} ${width} ${bend()} V${height} H0 Z`;
  return `<path d="${path}" fill="${lit(look.fill, time)}"/>`;
}

function clouds({ width, height, unit, random }: Canvas, where: { from: number; to: number; count: number }): string {
  return Array.from({ length: where.count }, (_, i) => {
    const x = ((i + 0.2 + random() * 0.6) / where.count) * width;
    const y = (where.from + random() * (where.to - where.from)) * height;
    const r = (5 + random() * 3) * unit;
    const puff = (dx: number, dy: number, size: number) =>
      `<circle cx="${(x + dx * r).toFixed(1)}" cy="${(y + dy * r).toFixed(1)}" r="${(size * r).toFixed(1)}"/>`;
    return `<g fill="#ffffff" fill-opacity="0.85">${puff(-1.1, 0.2, 0.8)}${puff(0, -0.2, 1.1)}${puff(1.2, 0.2, 0.75)}</g>`;
  }).join('');
}

function stars({ width, height, unit, random }: Canvas, where: { to: number; count: number }): string {
  return Array.from({ length: where.count }, () => {
    const x = (random() * width).toFixed(1);
    const y = (random() * where.to * height).toFixed(1);
    return `<circle cx="${x}" cy="${y}" r="${((0.35 + random() * 0.6) * unit).toFixed(2)}" fill="#fff6d8"/>`;
  }).join('');
}

function bubbles({ width, height, unit, random }: Canvas): string {
  return Array.from({ length: 9 }, () => {
    const x = (random() * width).toFixed(1);
    const y = (random() * 0.85 * height).toFixed(1);
    return `<circle cx="${x}" cy="${y}" r="${((0.8 + random() * 1.6) * unit).toFixed(2)}" fill="#d8f0ff" fill-opacity="0.45"/>`;
  }).join('');
}

/** Near the left or the right edge: the middle belongs to the subject. */
function sun({ width, height, unit, random }: Canvas, look: { y: number; radius: number }): string {
  const aside = 0.1 + random() * 0.12;
  const x = (random() < 0.5 ? aside : 1 - aside) * width;
  return `<circle cx="${x.toFixed(1)}" cy="${(look.y * height).toFixed(1)}" r="${(look.radius * unit).toFixed(1)}" fill="#ffe08a"/>`;
}

function band({ width, height, time }: Canvas, look: { from: number; to: number; fill: string }): string {
  const size = `width="${width}" height="${((look.to - look.from) * height).toFixed(1)}"`;
  return `<rect y="${(look.from * height).toFixed(1)}" ${size} fill="${lit(look.fill, time)}"/>`;
}

/** Colours from top to bottom, evenly spaced, under the name `g`. */
function gradient(...colours: readonly string[]): string {
  const stops = colours.map((colour, i) => `<stop offset="${i / (colours.length - 1)}" stop-color="${colour}"/>`);
  return `<defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient></defs>`;
}

function rectangle({ width, height }: Canvas, look: { fill: string }): string {
  return `<rect width="${width}" height="${height}" fill="${look.fill}"/>`;
}
