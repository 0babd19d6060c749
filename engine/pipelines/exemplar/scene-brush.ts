// What scenes are painted with: bands, hills, clouds and stars as SVG, lit by the hour.

import type { TimeName, WeatherName } from './prompt-vocabulary.ts';
import type { RandomStream } from './seeded-random.ts';

export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Short side over 100: lengths in the painters are written in it. */
  readonly unit: number;
  readonly time: TimeName;
  readonly weather: WeatherName;
  readonly random: RandomStream;
}

/** The light of the hour, mixed into the colour of everything on the ground. */
const light: Readonly<Record<TimeName, { readonly colour: string; readonly share: number }>> = {
  day: { colour: '#ffffff', share: 0 },
  night: { colour: '#0b1238', share: 0.66 },
  sunset: { colour: '#b4472f', share: 0.4 },
};
/** What the weather takes from the light. */
const dull: Readonly<Record<WeatherName, { readonly colour: string; readonly share: number }>> = {
  clear: { colour: '#ffffff', share: 0 },
  rain: { colour: '#5c6b7a', share: 0.3 },
  snowfall: { colour: '#e8eef5', share: 0.2 },
  fog: { colour: '#d4dade', share: 0.45 },
  storm: { colour: '#2b3140', share: 0.5 },
};

/** `fill` as it looks at this hour in this weather. */
export function lit(fill: string, { time, weather }: Pick<Canvas, 'time' | 'weather'>): string {
  return mixed(mixed(fill, light[time]), dull[weather]);
}

function mixed(fill: string, { colour, share }: { readonly colour: string; readonly share: number }): string {
  const channel = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  const both = [1, 3, 5].map((at) => Math.round(channel(fill, at) * (1 - share) + channel(colour, at) * share));
  return `#${both.map((level) => level.toString(16).padStart(2, '0')).join('')}`;
}

/** What falls from the sky stays on the ground. */
const snowCover = { colour: '#f4f8fc', share: 0.8 };

export function ground(canvas: Canvas, look: { horizon: number; back: string; front: string }): string {
  const { horizon } = look;
  const covered = (fill: string) => (canvas.weather === 'snowfall' ? mixed(fill, snowCover) : fill);
  return (
    hill(canvas, { top: horizon, swell: 4, fill: covered(look.back) }) +
    hill(canvas, { top: horizon + (1 - horizon) * 0.42, swell: 3, fill: covered(look.front) })
  );
}

export function hill(canvas: Canvas, look: { top: number; swell: number; fill: string }): string {
  const { width, height, unit, random } = canvas;
  const y = look.top * height;
  const bend = () => (y + (random() - 0.5) * 2 * look.swell * unit).toFixed(1);
  const path = `M0 ${bend()} C${(width * 0.3).toFixed(1)} ${bend()} ${(width * 0.6).toFixed(1)} ${bend()} ${width} ${bend()} V${height} H0 Z`;
  return `<path d="${path}" fill="${lit(look.fill, canvas)}"/>`;
}

export function clouds(canvas: Canvas, where: { from: number; to: number; count: number }): string {
  const { width, height, unit, random } = canvas;
  return Array.from({ length: where.count }, (_, i) => {
    const x = ((i + 0.2 + random() * 0.6) / where.count) * width;
    const y = (where.from + random() * (where.to - where.from)) * height;
    const r = (5 + random() * 3) * unit;
    const puff = (dx: number, dy: number, size: number) =>
      `<circle cx="${(x + dx * r).toFixed(1)}" cy="${(y + dy * r).toFixed(1)}" r="${(size * r).toFixed(1)}"/>`;
    return `<g fill="${lit('#ffffff', canvas)}" fill-opacity="0.85">${puff(-1.1, 0.2, 0.8)}${puff(0, -0.2, 1.1)}${puff(1.2, 0.2, 0.75)}</g>`;
  }).join('');
}

export function stars(
  { width, height, unit, random }: Canvas,
  where: { readonly to: number; readonly count: number },
): string {
  return Array.from({ length: where.count }, () => {
    const x = (random() * width).toFixed(1);
    const y = (random() * where.to * height).toFixed(1);
    return `<circle cx="${x}" cy="${y}" r="${((0.35 + random() * 0.6) * unit).toFixed(2)}" fill="#fff6d8"/>`;
  }).join('');
}

/** Near the left or the right edge: the middle belongs to the subject. */
export function sun(
  { width, height, unit, random }: Canvas,
  look: { readonly y: number; readonly radius: number; readonly fill: string },
): string {
  const aside = 0.1 + random() * 0.12;
  const x = (random() < 0.5 ? aside : 1 - aside) * width;
  return `<circle cx="${x.toFixed(1)}" cy="${(look.y * height).toFixed(1)}" r="${(look.radius * unit).toFixed(1)}" fill="${look.fill}"/>`;
}

export function band(canvas: Canvas, look: { from: number; to: number; fill: string }): string {
  const { width, height } = canvas;
  const size = `width="${width}" height="${((look.to - look.from) * height).toFixed(1)}"`;
  return `<rect y="${(look.from * height).toFixed(1)}" ${size} fill="${lit(look.fill, canvas)}"/>`;
}

/** A sheet over the whole canvas, its colours from top to bottom, evenly spaced. */
export function gradient(canvas: Canvas, ...colours: readonly string[]): string {
  const stops = colours.map((colour, i) => `<stop offset="${i / (colours.length - 1)}" stop-color="${colour}"/>`);
  return (
    `<defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient></defs>` +
    rectangle(canvas, { fill: 'url(#g)' })
  );
}

export function rectangle({ width, height }: Pick<Canvas, 'width' | 'height'>, look: { fill: string }): string {
  return `<rect width="${width}" height="${height}" fill="${look.fill}"/>`;
}

/** The sky of the hour and the weather. */
export function openAir(canvas: Canvas): string {
  const sky = (...colours: string[]) =>
    gradient(canvas, ...colours.map((colour) => lit(colour, { time: 'day', weather: canvas.weather })));
  const overcast = canvas.weather !== 'clear';
  switch (canvas.time) {
    case 'day':
      return sky('#79bff0', '#dff1fb') + clouds(canvas, { from: 0.06, to: 0.34, count: overcast ? 3 : 2 });
    case 'sunset':
      return (
        sky('#4f4a9e', '#e8777a', '#ffb65e', '#ffb65e') +
        (overcast ? '' : sun(canvas, { y: 0.5, radius: 10, fill: '#ffe08a' }))
      );
    case 'night':
      return (
        sky('#10163f', '#2c3a78') +
        (overcast ? '' : stars(canvas, { to: 0.6, count: 26 }) + sun(canvas, { y: 0.16, radius: 6, fill: '#f7f0cf' }))
      );
  }
}
