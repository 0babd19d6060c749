// From reading, groups and seed to a plan of what is to be drawn: which drawings, on which scene, where. Pure.

import type { Drawing, Place } from './composition.ts';
import type { AsDrawn, ExemplarGroup, Sketch } from './exemplar-group.ts';
import { placeSubjects, type Thing } from './layout.ts';
import { drawScene, type Scene } from './scene-drawing.ts';
import type { MaskBox } from './source-picture.ts';
import { createRandomStream } from './seeded-random.ts';

export interface PlannedDrawing {
  readonly drawing: Drawing;
  /** Width over height the ink is given. */
  readonly aspect: number;
  readonly place: Place;
  /** What it was before it was bent and given other colours; mixtures have no such thing. */
  readonly asDrawn?: AsDrawn | undefined;
}

/** One picture of the bank: all its subjects on the scene. */
export interface PlannedExemplar {
  /** From back to front. */
  readonly drawings: readonly PlannedDrawing[];
  readonly logPrior: number;
}

export interface CompositionPlan {
  readonly width: number;
  readonly height: number;
  /** SVG of the scene. */
  readonly scene: string;
  readonly exemplars: readonly PlannedExemplar[];
  /** The same with drawings that are not mixed: what a picture must differ from to be no copy. */
  readonly members: readonly PlannedExemplar[];
  /** Equal keys, equal encoded banks. */
  readonly key: string;
}

export function planComposition(options: {
  readonly scene: Scene;
  readonly things: readonly Thing[];
  /** The part of the picture that is drawn on; the scene then is a picture handed in. */
  readonly within: MaskBox | null;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
}): CompositionPlan {
  const { things, within, width, height, seed } = options;
  const groups = things.map(({ group }) => group);
  const places = placeSubjects(within === null ? options.scene : handedIn, {
    width: within?.width ?? width,
    height: within?.height ?? height,
    things,
    random: createRandomStream({ seed, purpose: 'places' }),
  }).map((place) => ({ ...place, left: place.left + (within?.left ?? 0), top: place.top + (within?.top ?? 0) }));
  const showsWhite = options.scene.showsWhite === true || groups.some(({ isMostlyWhite }) => isMostlyWhite);
  const scene = drawScene(
    { ...options.scene, showsWhite },
    { width, height, random: createRandomStream({ seed, purpose: 'scene' }) },
  );
  const order = groups.map((_, thing) => thing).sort((a, b) => depth(places, a) - depth(places, b) || a - b);
  const composed = (listOf: (group: ExemplarGroup) => readonly (Sketch & { asDrawn?: AsDrawn })[]) => {
    const rows = Array.from({ length: Math.max(...groups.map((group) => listOf(group).length)) }, (_, row) => {
      let logPrior = 0;
      const drawings = order.flatMap((thing) => {
        const group = groups[thing];
        const place = places[thing];
        // The shorter list starts again: the sampler mixes left and right by itself.
        const sketch = group === undefined ? undefined : listOf(group)[row % listOf(group).length];
        if (group === undefined || place === undefined || sketch === undefined) return [];
        logPrior += sketch.logPrior;
        return [{ drawing: sketch.drawing, aspect: group.aspect, place, asDrawn: sketch.asDrawn }];
      });
      return { drawings, logPrior };
    });
    const total = Math.log(rows.reduce((sum, { logPrior }) => sum + Math.exp(logPrior), 0));
    return rows.map(({ drawings, logPrior }) => ({ drawings, logPrior: logPrior - total }));
  };
  return {
    width,
    height,
    scene,
    exemplars: composed(({ sketches }) => sketches),
    get members() {
      return composed(({ members }) => members);
    },
    key: JSON.stringify([width, height, scene, places, groups.map((group) => group.key)]),
  };
}

/** Inside a mask nothing is known of ground and sky. */
const handedIn: Scene = { place: 'plain', time: 'day', weather: 'clear', background: 'white', backdrop: 'flat' };

function depth(places: readonly Place[], thing: number): number {
  return places[thing]?.depth ?? 0;
}
