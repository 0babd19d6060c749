// From prompt and seed to a plan of what is to be drawn: which exemplars, on which scene, where. Nothing is loaded here.

import type { Place } from './composition.ts';
import type { Exemplar } from './exemplar-collection.ts';
import { placeSubjects } from './layout.ts';
import type { PromptReading } from './prompt-reading.ts';
import type { ColourName } from './prompt-vocabulary.ts';
import type { RetrievedExemplar } from './retrieval.ts';
import { drawScene } from './scene-drawing.ts';
import { createRandomStream } from './seeded-random.ts';

export interface PlannedDrawing {
  readonly exemplar: Exemplar;
  /** The colour to turn the drawing into; null leaves it as it was drawn. */
  readonly colour: ColourName | null;
  readonly mirrored: boolean;
  readonly place: Place;
}

/** One picture of the bank: all its subjects on the scene. */
export interface PlannedExemplar {
  readonly drawings: readonly PlannedDrawing[];
  readonly logPrior: number;
}

export interface CompositionPlan {
  readonly width: number;
  readonly height: number;
  /** SVG of the scene. */
  readonly scene: string;
  readonly exemplars: readonly PlannedExemplar[];
  /** Equal keys, equal encoded banks. */
  readonly key: string;
}

/** @param options.retrieved the drawings of each subject of the prompt, in its order */
export function planComposition(options: {
  readonly reading: PromptReading;
  readonly retrieved: readonly (readonly RetrievedExemplar[])[];
  readonly width: number;
  readonly height: number;
  readonly seed: number;
}): CompositionPlan {
  const { reading, retrieved, width, height, seed } = options;
  const places = placeSubjects(reading, {
    width,
    height,
    count: retrieved.length,
    random: createRandomStream({ seed, purpose: 'places' }),
  });
  const scene = drawScene(reading, { width, height, random: createRandomStream({ seed, purpose: 'scene' }) });
  // All or none: drawings facing both ways would be recombined into two-headed ones.
  const mirrors = retrieved.map((list) => list.every(({ exemplar }) => exemplar.mirrors));
  const chance = createRandomStream({ seed, purpose: 'mirror' });
  const mirrored = mirrors.map((may) => chance() < 0.5 && may);
  const exemplars = combine(retrieved).map(({ chosen, logPrior }) => ({
    logPrior,
    drawings: chosen.map((exemplar, subject) => plannedDrawing(exemplar, { reading, places, mirrored, subject })),
  }));
  const key = JSON.stringify([
    width,
    height,
    scene,
    places,
    mirrored,
    exemplars.map(({ drawings }) => drawings.map(({ exemplar, colour }) => [exemplar.id, colour])),
  ]);
  return { width, height, scene, exemplars, key };
}

/** Two subjects are paired row by row, the shorter list from its start again: the sampler mixes left and right by itself. */
function combine(retrieved: readonly (readonly RetrievedExemplar[])[]): { chosen: Exemplar[]; logPrior: number }[] {
  const rows = Math.max(...retrieved.map((list) => list.length));
  const combined = Array.from({ length: rows }, (_, row) => {
    const picks = retrieved.flatMap((list) => list[row % list.length] ?? []);
    return {
      chosen: picks.map(({ exemplar }) => exemplar),
      logPrior: picks.reduce((sum, { logPrior }) => sum + logPrior, 0),
    };
  });
  const total = Math.log(combined.reduce((sum, { logPrior }) => sum + Math.exp(logPrior), 0));
  return combined.map(({ chosen, logPrior }) => ({ chosen, logPrior: logPrior - total }));
}

function plannedDrawing(
  exemplar: Exemplar,
  at: {
    readonly reading: PromptReading;
    readonly places: readonly Place[];
    readonly mirrored: readonly boolean[];
    readonly subject: number;
  },
): PlannedDrawing {
  const place = at.places[at.subject];
  if (place === undefined) throw new RangeError(`no place for subject ${at.subject}`);
  const wanted = at.reading.subjects[at.subject]?.colour ?? null;
  return {
    exemplar,
    colour: wanted === exemplar.colour ? null : wanted,
    mirrored: at.mirrored[at.subject] ?? false,
    place,
  };
}
