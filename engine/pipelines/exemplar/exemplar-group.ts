// Picks, by chance of the seed, one drawing of a thing and the drawings that can be mixed with it: alike in outline, turned
// to face the same way and drawn with the same colours. Mixing any two drawings of a dog gives monsters; mixing these
// gives dogs nobody drew.

import type { Drawing } from './composition.ts';
import { align } from './drawing-alignment.ts';
import { isMostlyWhite, type Palette, paletteOf, withPalette } from './drawing-palette.ts';
import { chooseLoan, withLoan } from './drawing-loan.ts';
import { createMixer } from './drawing-mixture.ts';
import { type DrawingShape, footWidth, likeness, mirroredShape, shapeOf } from './drawing-shape.ts';
import { type Variety, varied } from './drawing-variety.ts';
import type { Exemplar } from './exemplar-collection.ts';
import type { RetrievedExemplar } from './retrieval.ts';
import type { RandomStream } from './seeded-random.ts';
import type { SamplerSettings } from './sampler-settings.ts';

/** A drawing of the wanted colour, measured. */
export interface MeasuredDrawing {
  readonly exemplar: Exemplar;
  readonly drawing: Drawing;
  readonly mirrored: Drawing;
  readonly shape: DrawingShape;
  readonly palette: Palette;
}

export interface GroupMember {
  readonly exemplar: Exemplar;
  readonly mirrored: boolean;
  readonly drawing: Drawing;
  /** Before it was bent and given the first one's colours. */
  readonly asDrawn: AsDrawn;
  readonly logPrior: number;
}

/** A drawing in its own shape and colours, but turned and in the colour that was asked for. */
export interface AsDrawn {
  readonly drawing: Drawing;
  /** Width of its ink over the height. */
  readonly aspect: number;
}

/** What is put on the scene: a member as it is, or a drawing mixed of several. */
export interface Sketch {
  readonly drawing: Drawing;
  readonly logPrior: number;
}

export interface ExemplarGroup {
  /** Laid over each other and in the same colours, not mixed; the one that was picked comes first. */
  readonly members: readonly GroupMember[];
  readonly sketches: readonly Sketch[];
  /** Whose proportions or colours the sketches have. */
  readonly lenders: readonly Exemplar[];
  /** Width over height of the first one's ink; all others are stretched to it. */
  readonly aspect: number;
  /** Whether the first one ends below in a broad straight cut, as busts do. */
  readonly bustAtFoot: boolean;
  readonly isMostlyWhite: boolean;
  /** Equal keys, equal groups. */
  readonly key: string;
}

/** Stretching further than this shows. */
const widestStretch = 1.5;
/** As a share of the drawing's width; feet and wheels cover less. */
const bustWidth = 0.5;
const insideWeight = 0.5;
/** Least likeness of a drawing to its mirror image for its two sides to be kept alike: a face, a flower, a cup from the front. */
const symmetricOutline = 0.9;
const symmetricInside = 0.7;
/** Soft shading and flat colour meet in a visible edge. */
const otherShading = 0.12;

export function measure(
  exemplar: Exemplar,
  { drawing, mirrored }: { drawing: Drawing; mirrored: Drawing },
): MeasuredDrawing {
  return { exemplar, drawing, mirrored, shape: shapeOf(drawing), palette: paletteOf(drawing.picture) };
}

export function chooseGroup(options: {
  readonly retrieved: readonly RetrievedExemplar[];
  /** One for each of `retrieved`. */
  readonly measured: readonly MeasuredDrawing[];
  /** Other drawings of the thing, of any style: they lend their proportions and colours, never their parts. */
  readonly kin: readonly MeasuredDrawing[];
  readonly keepsColours: boolean;
  readonly settings: SamplerSettings['group'];
  /** Neighbouring numbers pick different drawings wherever there are several as good. */
  readonly turn: number;
  /** 0 leaves the drawings as they are, 1 mixes most of them. */
  readonly invention: number;
  readonly random: RandomStream;
  readonly variety: Variety;
}): ExemplarGroup {
  const { retrieved, measured, settings, invention, random, variety } = options;
  const anchorAt = pick(retrieved, options.turn);
  const anchor = measured[anchorAt];
  if (anchor === undefined) throw new RangeError('a group needs at least one drawing');
  const turned = random() < 0.5 && anchor.exemplar.mirrors;
  const target = turned ? mirroredShape(anchor.shape) : anchor.shape;
  const donor = { drawing: turned ? anchor.mirrored : anchor.drawing, palette: anchor.palette };
  const tried = measured
    .filter((other, at) => at !== anchorAt && isFace(other.exemplar) === isFace(anchor.exemplar))
    .map((other) => nearestTurn(target, { other, anchor }))
    .filter(({ outline }) => outline >= settings.outline)
    .sort(byScore)
    .slice(0, settings.tried)
    .map((other) => bent(other, { donor, target }))
    .sort(byScore);
  const fitting = tried.filter(({ outline, inside }) => outline >= settings.bentOutline && inside >= settings.inside);
  const others = fitting.slice(0, settings.size - 1);
  const chosen = [
    {
      exemplar: anchor.exemplar,
      mirrored: turned,
      drawing: donor.drawing,
      asDrawn: donor.drawing,
      score: 1 + insideWeight,
    },
    ...others,
  ];
  const total = Math.log(chosen.reduce((sum, { score }) => sum + Math.exp(score / settings.temperature), 0));
  const ownTurn = likeness(anchor.shape, mirroredShape(anchor.shape));
  const isSymmetric = ownTurn.outline > symmetricOutline && ownTurn.inside > symmetricInside;
  const members = chosen.map(({ exemplar, mirrored, drawing, asDrawn, score }) => ({
    exemplar,
    mirrored,
    // Only when asked: where its mixtures are drawn, a member itself is not.
    get drawing() {
      return varied(drawing, { variety, palette: anchor.palette });
    },
    asDrawn: { drawing: asDrawn, aspect: asDrawn.ink.width / asDrawn.ink.height },
    logPrior: score / settings.temperature - total,
  }));
  const mix = createMixer(
    chosen.map(({ drawing }) => drawing),
    { isSymmetric },
  );
  const loan = chooseLoan({
    drawing: donor.drawing,
    lenders: [...measured, ...options.kin.filter(({ exemplar }) => !measured.some((one) => one.exemplar === exemplar))]
      .filter(({ exemplar }) => exemplar !== anchor.exemplar && isFace(exemplar) === isFace(anchor.exemplar))
      .map((other) => nearestTurn(target, { other, anchor })),
    // Alone, a drawing could only be copied.
    amount: others.length === 0 ? Math.ceil(invention) : invention,
    keepsColours: options.keepsColours,
    isSymmetric,
    turn: options.turn,
    random,
  });
  const sketches = Array.from({ length: invention > 0 ? settings.mixtures : 0 }, () => {
    const drawing = withLoan(mix({ amount: invention, random }), { loan, palette: anchor.palette });
    const palette = loan.colours?.palette ?? anchor.palette;
    return { drawing: varied(drawing, { variety, palette }), logPrior: -Math.log(settings.mixtures) };
  });
  return {
    aspect: anchor.shape.aspect * variety.stretch,
    bustAtFoot: footWidth(anchor.shape) > bustWidth,
    isMostlyWhite: isMostlyWhite(anchor.palette),
    members,
    lenders: [loan.proportions?.lender, loan.colours].flatMap((lender) => (lender ? [lender.exemplar] : [])),
    sketches: sketches.length > 0 ? sketches : members,
    key: JSON.stringify([
      chosen.map(({ exemplar, mirrored }) => [exemplar.id, mirrored]),
      variety.stretch,
      variety.lightness,
    ]),
  };
}

interface Turned {
  readonly exemplar: Exemplar;
  readonly mirrored: boolean;
  readonly drawing: Drawing;
  readonly palette: Palette;
  readonly outline: number;
  readonly inside: number;
  readonly score: number;
}

function byScore(one: Turned, other: Turned): number {
  return other.score - one.score || one.exemplar.id - other.exemplar.id;
}

/** The way round in which a drawing lies better over `target`. */
function nearestTurn(target: DrawingShape, { other, anchor }: { other: MeasuredDrawing; anchor: MeasuredDrawing }) {
  const turns = other.exemplar.mirrors ? [false, true] : [false];
  const stretch = Math.max(target.aspect / other.shape.aspect, other.shape.aspect / target.aspect);
  const shading = (anchor.exemplar.style === '3d') === (other.exemplar.style === '3d') ? 0 : otherShading;
  const ranked = turns.map((mirrored) => {
    const { outline, inside } = likeness(target, mirrored ? mirroredShape(other.shape) : other.shape);
    const fits = stretch <= widestStretch ? outline : 0;
    const score = fits + insideWeight * inside - shading;
    const drawing = mirrored ? other.mirrored : other.drawing;
    return { exemplar: other.exemplar, palette: other.palette, mirrored, drawing, outline: fits, inside, score };
  });
  return ranked.reduce((best, turn) => (turn.score > best.score ? turn : best));
}

/** In the colours of the donor, its parts over the donor's. */
function bent(
  other: Turned,
  { donor, target }: { donor: { drawing: Drawing; palette: Palette }; target: DrawingShape },
): Turned & { readonly asDrawn: Drawing } {
  const picture = withPalette(other.drawing.picture, { own: other.palette, palette: donor.palette });
  const drawing = align({ ...other.drawing, picture }, donor.drawing);
  const { outline, inside } = likeness(target, shapeOf(drawing));
  const score = other.score + outline - other.outline + insideWeight * (inside - other.inside);
  return { ...other, drawing, asDrawn: other.drawing, outline, inside, score };
}

/** Drawings less likely than this share of the best are picked by nobody. */
const pickedAbove = 0.3;
/** The fraction whose multiples keep apart longest: the golden section. */
const golden = 0.382;

function pick(retrieved: readonly RetrievedExemplar[], turn: number): number {
  const best = Math.max(...retrieved.map(({ logPrior }) => logPrior));
  const good = [...retrieved.keys()].filter((at) => (retrieved[at]?.logPrior ?? 0) >= best + Math.log(pickedAbove));
  let stride = Math.max(1, Math.round(good.length * golden));
  while (commonDivisor(stride, good.length) > 1) stride += 1;
  return good[(turn * stride) % good.length] ?? 0;
}

function commonDivisor(one: number, other: number): number {
  return other === 0 ? one : commonDivisor(other, one % other);
}

/** A head and a whole animal share an outline now and then, and no more. */
function isFace({ labelWords }: Exemplar): boolean {
  return labelWords.includes('face');
}
