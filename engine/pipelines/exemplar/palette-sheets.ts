// Whole pictures of a palette on the canvas: as the ground things stand on, or as the bank a picture is made of.

import { compose, type Drawing, type PlacedDrawing } from './composition.ts';
import type { CompositionPlan } from './composition-plan.ts';
import { createRandomStream, type RandomStream } from './seeded-random.ts';

interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
}

/** At most this much of a picture's side is cut away beyond what its shape asks for, so that seeds differ. */
const closest = 0.25;
/** Whole pictures have no outline under which a seam could hide: they are mixed only when much invention is asked for. */
const mixedFrom = 0.5;
const mixedMost = 4;

/** @returns f32[3, height, width] in -1..1 of one of the drawings */
export async function groundPlanes(drawings: readonly Drawing[], canvas: Canvas): Promise<Float32Array> {
  const random = createRandomStream({ seed: canvas.seed, purpose: 'ground' });
  const drawing = drawings[Math.floor(random() * drawings.length)];
  const scene = new Float32Array(3 * canvas.width * canvas.height).fill(1);
  // Not nearer than it must be: a ground keeps its horizon.
  const views = drawing === undefined ? [] : [viewOf(drawing, { ...canvas, random, nearness: 0 })];
  return compose({ scene, ...canvas, drawings: views });
}

/** A plan without things: every exemplar is a view of one of the sheets. */
export function planSheets(
  drawings: readonly Drawing[],
  canvas: Canvas & { readonly invention: number },
): CompositionPlan {
  const { width, height, seed } = canvas;
  const random = createRandomStream({ seed, purpose: 'sheets' });
  const first = Math.floor(random() * drawings.length);
  const most = canvas.invention < mixedFrom ? 1 : mixedMost;
  const chosen = [...drawings.slice(first), ...drawings.slice(0, first)].slice(0, most);
  const exemplars = chosen.map((drawing) => ({
    drawings: [viewOf(drawing, { ...canvas, random, nearness: closest * random() })],
    logPrior: -Math.log(chosen.length),
  }));
  const scene = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="#ffffff"/></svg>`;
  const boxes = exemplars.map(({ drawings: [placed] }) => placed?.drawing.ink);
  return {
    width,
    height,
    scene,
    exemplars,
    members: exemplars,
    key: JSON.stringify(['sheets', width, height, first, boxes]),
  };
}

/** Fills the canvas with a part of the picture of the canvas's shape. */
function viewOf(
  { picture }: Drawing,
  view: { readonly width: number; readonly height: number; readonly random: RandomStream; readonly nearness: number },
): PlacedDrawing {
  const aspect = view.width / view.height;
  const scale = 1 - view.nearness;
  const width = Math.max(1, Math.floor(Math.min(picture.width, picture.height * aspect) * scale));
  const height = Math.max(1, Math.floor(Math.min(picture.height, picture.width / aspect) * scale));
  const left = Math.floor(view.random() * (picture.width - width + 1));
  const top = Math.floor(view.random() * (picture.height - height + 1));
  return {
    drawing: { picture, ink: { left, top, width, height } },
    aspect,
    place: { left: 0, top: 0, width: view.width, height: view.height, stands: false, depth: 0 },
  };
}
