// The hand of a palette: scenes, and drawings that are not its own, are painted with its colours.

import { type Lab, labOf, toHex } from './drawing-palette.ts';
import type { RgbaPicture } from './recolouring.ts';

/** How far a colour goes towards the nearest one of the hand: hue almost all the way, light little, so that night stays night. */
const hueShare = 0.8;
const lightShare = 0.3;
/** What is another colour but as light is nearer than what is the same colour and darker. */
const lightWeight = 0.45;
/** Drawings of others keep more of themselves: what is brown in one hand may be blue in another. */
const drawingShare = 0.75;
/** CIELAB distances between which a colour that was asked for is pulled less and less: red stays red in a hand without red. */
const alike = 25;
const unlike = 50;

export interface Hand {
  /** An SVG in the colours of the hand. */
  tintScene(svg: string): string;
  /** @param options.coloured whether its colour was asked for */
  tintDrawing(picture: RgbaPicture, options: { readonly coloured: boolean }): RgbaPicture;
}

export function createHand(options: { readonly colours: readonly string[]; readonly paper: string | null }): Hand {
  const { paper } = options;
  const colours = [...options.colours, ...(paper === null ? [] : [paper])].map(labOf);
  // White is what shows of the paper.
  const known = new Map<string, string>(paper === null ? [] : [['#ffffff', paper]]);

  function tinted(colour: string): string {
    const found = known.get(colour) ?? toHex(towards(labOf(colour), { colours, share: 1 }));
    known.set(colour, found);
    return found;
  }

  return {
    tintScene: (svg) => svg.replaceAll(/#[0-9a-f]{6}\b/gi, (colour) => tinted(colour.toLowerCase())),
    tintDrawing(picture, { coloured }) {
      const data = new Uint8Array(picture.data);
      const seen = new Map<number, number>();
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] === 0) continue;
        const rgb = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
        const moved = seen.get(rgb) ?? Number.parseInt(toHex(movedPixel(rgb, { colours, coloured })).slice(1), 16);
        seen.set(rgb, moved);
        data[at] = moved >> 16;
        data[at + 1] = (moved >> 8) & 255;
        data[at + 2] = moved & 255;
      }
      return { ...picture, data };
    },
  };
}

function movedPixel(
  rgb: number,
  { colours, coloured }: { readonly colours: readonly Lab[]; readonly coloured: boolean },
): Lab {
  const lab = labOf(`#${rgb.toString(16).padStart(6, '0')}`);
  if (!coloured) return towards(lab, { colours, share: drawingShare });
  const nearest = Math.min(...colours.map((colour) => Math.hypot(colour[1] - lab[1], colour[2] - lab[2])));
  const pull = Math.max(0, Math.min(1, (unlike - nearest) / (unlike - alike)));
  return towards(lab, { colours, share: drawingShare * pull });
}

/** The colours of a hand pull by their nearness, so that a soft shading stays soft. */
function towards(lab: Lab, { colours, share }: { readonly colours: readonly Lab[]; readonly share: number }): Lab {
  if (colours.length === 0) return lab;
  const squares = colours.map(
    (colour) => (lightWeight * (colour[0] - lab[0])) ** 2 + (colour[1] - lab[1]) ** 2 + (colour[2] - lab[2]) ** 2,
  );
  const closest = Math.min(...squares);
  let total = 0;
  const pull = [0, 0, 0];
  for (const [i, colour] of colours.entries()) {
    const weight = Math.exp((closest - (squares[i] ?? 0)) / (2 * softness * softness));
    total += weight;
    for (const c of [0, 1, 2] as const) pull[c] = (pull[c] ?? 0) + weight * colour[c];
  }
  const mixed = (c: 0 | 1 | 2, by: number) => lab[c] + ((pull[c] ?? 0) / total - lab[c]) * by * share;
  return [mixed(0, lightShare), mixed(1, hueShare), mixed(2, hueShare)];
}

/** CIELAB units over which one colour of the hand hands over to the next. */
const softness = 8;
