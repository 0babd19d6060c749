// One painter for each place a prompt can name.

import type { PlaceName } from './prompt-vocabulary.ts';
import { band, type Canvas, clouds, gradient, ground, hill, lit, openAir, rectangle, stars } from './scene-brush.ts';

/** How far down the horizon lies, as a share of the height; other places have no ground. */
export const horizons: Readonly<Partial<Record<PlaceName, number>>> = {
  grass: 0.68,
  forest: 0.74,
  mountains: 0.76,
  city: 0.78,
  room: 0.7,
  table: 0.68,
  beach: 0.7,
  sea: 0.6,
  snow: 0.66,
  desert: 0.66,
  moon: 0.72,
};

const horizonOf = (place: keyof typeof horizons) => horizons[place] ?? 1;

export const painters: Readonly<Record<Exclude<PlaceName, 'plain'>, (canvas: Canvas) => string>> = {
  grass: (canvas) =>
    openAir(canvas) + ground(canvas, { horizon: horizonOf('grass'), back: '#7cbf63', front: '#5aa84c' }),
  forest: (canvas) =>
    openAir(canvas) +
    trees(canvas, { base: 0.72, size: 0.42, fill: '#5f9f72', count: 9 }) +
    trees(canvas, { base: 0.79, size: 0.52, fill: '#3c7d55', count: 7 }) +
    ground(canvas, { horizon: horizonOf('forest'), back: '#5d9a4e', front: '#4a8340' }),
  mountains: (canvas) =>
    openAir(canvas) +
    peaks(canvas, { base: 0.8, size: 0.46, fill: '#93a6c4', count: 3 }) +
    peaks(canvas, { base: 0.82, size: 0.3, fill: '#6f86a8', count: 4 }) +
    ground(canvas, { horizon: horizonOf('mountains'), back: '#86b56c', front: '#6fa35a' }),
  city: (canvas) =>
    openAir(canvas) +
    towers(canvas, { base: 0.8, size: 0.46, fill: '#a9b8cc', count: 9 }) +
    towers(canvas, { base: 0.8, size: 0.3, fill: '#7d8da6', count: 7 }) +
    band(canvas, { from: 0.78, to: 1, fill: '#6b7078' }) +
    band(canvas, { from: 0.78, to: 0.81, fill: '#c3c7cc' }),
  room: (canvas) =>
    rectangle(canvas, { fill: lit('#f2e3cb', indoors(canvas)) }) +
    pane(canvas) +
    band(indoors(canvas), { from: 0.7, to: 1, fill: '#b98a5e' }) +
    band(indoors(canvas), { from: 0.68, to: 0.71, fill: '#fff7ea' }) +
    rug(canvas),
  table: (canvas) =>
    rectangle(canvas, { fill: lit('#f4e6d2', indoors(canvas)) }) +
    pane(canvas) +
    band(indoors(canvas), { from: 0.68, to: 1, fill: '#c48b55' }) +
    band(indoors(canvas), { from: 0.93, to: 1, fill: '#9c6a3c' }),
  beach: (canvas) =>
    openAir(canvas) +
    band(canvas, { from: 0.56, to: 0.74, fill: '#3f97d6' }) +
    ground(canvas, { horizon: horizonOf('beach'), back: '#f2dcaa', front: '#e8cd94' }),
  sea: (canvas) => openAir(canvas) + ground(canvas, { horizon: horizonOf('sea'), back: '#3d8fd1', front: '#2f79bb' }),
  snow: (canvas) => openAir(canvas) + ground(canvas, { horizon: horizonOf('snow'), back: '#e3eef8', front: '#f7fbff' }),
  desert: (canvas) =>
    openAir(canvas) + ground(canvas, { horizon: horizonOf('desert'), back: '#e3b170', front: '#d59a55' }),
  sky: (canvas) => openAir(canvas) + clouds(canvas, { from: 0.6, to: 0.95, count: 3 }),
  underwater: (canvas) =>
    gradient(canvas, ...(canvas.time === 'night' ? ['#1d4f86', '#0a2347'] : ['#4fa8e0', '#14548f'])) +
    bubbles(canvas) +
    hill(canvas, { top: 0.93, swell: 3, fill: '#c9b98a' }),
  space: (canvas) => gradient(canvas, '#1b1438', '#0a0a1e') + stars(canvas, { to: 1, count: 46 }),
  moon: (canvas) =>
    gradient(canvas, '#141029', '#2a2547') +
    stars(canvas, { to: 0.7, count: 30 }) +
    ground(
      { ...canvas, time: 'day', weather: 'clear' },
      { horizon: horizonOf('moon'), back: '#a9abb5', front: '#8f919c' },
    ),
};

/** Rain stays outside, and lamps are lit at night. */
function indoors(canvas: Canvas): Canvas {
  return { ...canvas, weather: 'clear', time: canvas.time === 'night' ? 'sunset' : 'day' };
}

interface Row {
  /** Where it stands and how high it is at most, as shares of the height. */
  readonly base: number;
  readonly size: number;
  readonly fill: string;
  readonly count: number;
}

/** Calls `paint` for each thing of a row, spread over the width by chance. */
function row(
  canvas: Canvas,
  { base, size, count }: Row,
  paint: (x: number, foot: number, tall: number) => string,
): string {
  const { width, height, random } = canvas;
  return Array.from({ length: count }, (_, i) => {
    const x = ((i + 0.2 + random() * 0.6) / count) * width;
    return paint(x, base * height, size * height * (0.6 + random() * 0.4));
  }).join('');
}

function trees(canvas: Canvas, look: Row): string {
  const fill = lit(look.fill, canvas);
  return row(canvas, look, (x, foot, tall) => {
    const half = tall * 0.27;
    const tier = (top: number, bottom: number, share: number) =>
      `M${x.toFixed(1)} ${(foot - tall * top).toFixed(1)} L${(x + half * share).toFixed(1)} ${(foot - tall * bottom).toFixed(1)} H${(x - half * share).toFixed(1)} Z`;
    return `<path d="${tier(1, 0.55, 0.7)} ${tier(0.75, 0.25, 0.9)} ${tier(0.5, 0, 1.1)}" fill="${fill}"/>`;
  });
}

function peaks(canvas: Canvas, look: Row): string {
  const [fill, snow] = [lit(look.fill, canvas), lit('#f4f8fc', canvas)];
  return row(canvas, look, (x, foot, tall) => {
    const half = tall * 0.95;
    const cap = 0.28;
    const top = foot - tall;
    return (
      `<path d="M${x.toFixed(1)} ${top.toFixed(1)} L${(x + half).toFixed(1)} ${foot} H${(x - half).toFixed(1)} Z" fill="${fill}"/>` +
      `<path d="M${x.toFixed(1)} ${top.toFixed(1)} l${(half * cap).toFixed(1)} ${(tall * cap).toFixed(1)} l${(-half * cap).toFixed(1)} ${(-tall * 0.07).toFixed(1)} l${(-half * cap).toFixed(1)} ${(tall * 0.07).toFixed(1)} Z" fill="${snow}"/>`
    );
  });
}

function towers(canvas: Canvas, look: Row): string {
  const { width, unit, time } = canvas;
  const fill = lit(look.fill, canvas);
  const pane = time === 'day' ? lit('#dce8f4', canvas) : '#ffd97a';
  const wide = (width / look.count) * 0.86;
  return row(canvas, look, (x, foot, tall) => {
    const [left, top] = [x - wide / 2, foot - tall];
    const windows = Array.from({ length: Math.floor(tall / (7 * unit)) }, (_, storey) =>
      [0.24, 0.62].map(
        (share) =>
          `<rect x="${(left + wide * share).toFixed(1)}" y="${(top + (3 + storey * 7) * unit).toFixed(1)}" width="${(wide * 0.16).toFixed(1)}" height="${(2.6 * unit).toFixed(1)}"/>`,
      ),
    );
    return (
      `<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${wide.toFixed(1)}" height="${tall.toFixed(1)}" fill="${fill}"/>` +
      `<g fill="${pane}" fill-opacity="0.75">${windows.flat().join('')}</g>`
    );
  });
}

/** A window on the wall, to the left or the right, with the hour outside. */
function pane(canvas: Canvas): string {
  const { width, height, unit, random, time } = canvas;
  const outside = { day: '#a8d8f5', sunset: '#f6a86b', night: '#1d2a5c' }[time];
  const side = 26 * unit;
  const x = (random() < 0.5 ? 0.05 : 0.95) * width - side / 2;
  const left = Math.max(4 * unit, Math.min(width - side - 4 * unit, x));
  const top = 0.1 * height;
  const frame = `stroke="#ffffff" stroke-width="${(2.2 * unit).toFixed(1)}"`;
  const cross = `M${(left + side / 2).toFixed(1)} ${top.toFixed(1)} v${side.toFixed(1)} M${left.toFixed(1)} ${(top + side / 2).toFixed(1)} h${side.toFixed(1)}`;
  return (
    `<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${side.toFixed(1)}" height="${side.toFixed(1)}" fill="${outside}" ${frame}/>` +
    `<path d="${cross}" ${frame} fill="none"/>`
  );
}

function rug(canvas: Canvas): string {
  const { width, height } = canvas;
  const fill = lit('#c8605b', indoors(canvas));
  return `<ellipse cx="${width / 2}" cy="${(0.88 * height).toFixed(1)}" rx="${(0.4 * width).toFixed(1)}" ry="${(0.08 * height).toFixed(1)}" fill="${fill}"/>`;
}

function bubbles({ width, height, unit, random }: Canvas): string {
  return Array.from({ length: 9 }, () => {
    const x = (random() * width).toFixed(1);
    const y = (random() * 0.85 * height).toFixed(1);
    return `<circle cx="${x}" cy="${y}" r="${((0.8 + random() * 1.6) * unit).toFixed(2)}" fill="#d8f0ff" fill-opacity="0.45"/>`;
  }).join('');
}
