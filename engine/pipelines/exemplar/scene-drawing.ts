// Draws the scene a prompt names, as SVG: a place at an hour in its weather, or a plain sheet with what is painted on it.

import type { BackdropName, ColourName, PlaceName, TimeName, WeatherName } from './prompt-vocabulary.ts';
import { type Canvas, gradient, rectangle } from './scene-brush.ts';
import { horizons, painters } from './scene-painters.ts';
import type { RandomStream } from './seeded-random.ts';

export interface Scene {
  readonly place: PlaceName;
  readonly time: TimeName;
  readonly weather: WeatherName;
  readonly background: ColourName;
  readonly backdrop: BackdropName;
  /** Whether a thing on it is white; a white sheet then is a pale one. */
  readonly showsWhite?: boolean;
}

const backgroundColours: Readonly<Record<ColourName, string>> = {
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
/** A pattern or a white thing on white would not be seen; the sheet gets the colour of the sky. */
const paleColour = '#a8d2f2';

/** Where the subject's foot stands, as a share of the height; null when it floats in the middle. */
export function groundLine(scene: Scene): number | null {
  const horizon = horizons[effectivePlace(scene)];
  return horizon === undefined ? null : horizon + (1 - horizon) * 0.55;
}

/** "an owl at night", "a flower in the rain" name no place: out of doors, things stand on the hills. */
export function effectivePlace({ place, time, weather, background }: Scene): PlaceName {
  const outside = time !== 'day' || weather !== 'clear';
  return place === 'plain' && outside && background === 'white' ? 'grass' : place;
}

export function drawScene(
  scene: Scene,
  options: { readonly width: number; readonly height: number; readonly random: RandomStream },
): string {
  const { width, height, random } = options;
  const { time, weather } = scene;
  const canvas: Canvas = { width, height, random, unit: Math.min(width, height) / 100, time, weather };
  const place = effectivePlace(scene);
  const paint = place === 'plain' ? sheet(canvas, scene) : painters[place](canvas) + weatherOver(canvas, place);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${paint}</svg>`;
}

function sheet(canvas: Canvas, { background, backdrop, showsWhite = false }: Scene): string {
  const { width, height, unit } = canvas;
  const plain =
    background === 'white' && (showsWhite || backdrop !== 'flat') ? paleColour : backgroundColours[background];
  const base = rectangle(canvas, { fill: plain });
  switch (backdrop) {
    case 'flat':
      return base;
    case 'gradient':
      return gradient(canvas, plain, '#ffffff');
    case 'stripes':
      return base + tiled(20 * unit, `<rect width="${10 * unit}" height="${20 * unit}"/>`, 'rotate(35)', canvas);
    case 'dots':
      return (
        base + tiled(18 * unit, `<circle cx="${9 * unit}" cy="${9 * unit}" r="${4 * unit}"/>`, 'rotate(45)', canvas)
      );
    case 'checks': {
      const square = `<rect width="${10 * unit}" height="${10 * unit}"/>`;
      return (
        base +
        tiled(20 * unit, `${square}<g transform="translate(${10 * unit} ${10 * unit})">${square}</g>`, '', canvas)
      );
    }
    case 'rays': {
      const reach = width + height;
      const rays = Array.from({ length: 12 }, (_, i) => {
        const [from, to] = [i, i + 0.5].map((turn) => (turn * Math.PI) / 6);
        const at = (angle = 0) => `${(Math.cos(angle) * reach).toFixed(1)} ${(Math.sin(angle) * reach).toFixed(1)}`;
        return `M0 0 L${at(from)} L${at(to)} Z`;
      });
      return `${base}<path transform="translate(${width / 2} ${height / 2})" d="${rays.join(' ')}" fill="#ffffff" fill-opacity="0.4"/>`;
    }
    default:
      return backdrop satisfies never;
  }
}

function tiled(side: number, content: string, turn: string, canvas: Canvas): string {
  const transform = turn === '' ? '' : ` patternTransform="${turn}"`;
  return (
    `<defs><pattern id="p" width="${side}" height="${side}" patternUnits="userSpaceOnUse"${transform}>` +
    `<g fill="#ffffff" fill-opacity="0.45">${content}</g></pattern></defs>` +
    rectangle(canvas, { fill: 'url(#p)' })
  );
}

const roofed: ReadonlySet<PlaceName> = new Set(['room', 'table', 'underwater', 'space', 'moon']);

function weatherOver(canvas: Canvas, place: PlaceName): string {
  const { width, height, unit, random } = canvas;
  if (roofed.has(place)) return '';
  const scatter = (count: number, drop: (x: number, y: number) => string) =>
    Array.from({ length: count }, () => drop(random() * width, random() * height)).join('');
  const rain = (count: number) =>
    `<g stroke="#dcecfa" stroke-opacity="0.75" stroke-width="${(0.8 * unit).toFixed(2)}" stroke-linecap="round">${scatter(
      count,
      (x, y) => `<path d="M${x.toFixed(1)} ${y.toFixed(1)} l${(-2 * unit).toFixed(1)} ${(6 * unit).toFixed(1)}"/>`,
    )}</g>`;
  switch (canvas.weather) {
    case 'clear':
      return '';
    case 'rain':
      return rain(46);
    case 'storm': {
      const [x, top] = [(random() < 0.5 ? 0.18 : 0.8) * width, 0.06 * height];
      const bolt = `M${x.toFixed(1)} ${top.toFixed(1)} l${-6 * unit} ${17 * unit} h${6 * unit} l${-5 * unit} ${17 * unit} l${14 * unit} ${-22 * unit} h${-7 * unit} l${5 * unit} ${-12 * unit} Z`;
      return `${rain(60)}<path d="${bolt}" fill="#ffe58a"/>`;
    }
    case 'snowfall':
      return `<g fill="#ffffff" fill-opacity="0.9">${scatter(
        44,
        (x, y) =>
          `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${((0.6 + random() * 0.9) * unit).toFixed(2)}"/>`,
      )}</g>`;
    case 'fog':
      return [0.42, 0.58, 0.72]
        .map((share) => {
          const y = ((share + (random() - 0.5) * 0.06) * height).toFixed(1);
          return `<rect y="${y}" width="${width}" height="${(0.11 * height).toFixed(1)}" fill="#f4f7f9" fill-opacity="0.4"/>`;
        })
        .join('');
    default:
      return canvas.weather satisfies never;
  }
}
