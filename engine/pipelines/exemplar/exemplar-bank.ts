// Composes and encodes the exemplars of a plan, and remembers banks and decoded drawings for the pictures to come.

import type { Session } from '../../runtime/tensor-runtime.ts';
import { compose, decodeDrawing, mirrorDrawing, rasterize, toPlanes } from './composition.ts';
import type { CompositionPlan } from './composition-plan.ts';
import type { Exemplar, ExemplarCollection } from './exemplar-collection.ts';
import type { Variety } from './drawing-variety.ts';
import { blurred } from './drawing-layer.ts';
import { chooseGroup, type ExemplarGroup, type MeasuredDrawing, measure } from './exemplar-group.ts';
import type { OpenPalette } from './palette-collection.ts';
import type { ColourName } from './prompt-vocabulary.ts';
import { createRecentCache } from './recent-cache.ts';
import type { ExemplarBank } from './sampler.ts';
import type { SamplerSettings } from './sampler-settings.ts';
import type { RetrievedExemplar } from './retrieval.ts';
import type { RandomStream } from './seeded-random.ts';

/** 128 KB each at 128 px, with its mirror image: 32 MB at most. */
const drawingsKept = 256;
/** Half a level of 8 bits, in -1..1. */
const touched = 1 / 255;
/** Latents reach half a dozen pixels beyond what they draw. */
const softRim = 6;
/** Under 1 MB each at 256 px. A grid needs four; variations come back to the bank of their parent. */
const banksKept = 12;

/** A composed and encoded plan. */
export interface EncodedComposition {
  readonly bank: ExemplarBank;
  /** f32[3, height, width] in -1..1, the scene as drawn. */
  readonly scene: Float32Array;
  /** u8[height * width]: 1 where every exemplar hides the scene. */
  readonly hidden: Uint8Array;
  /** f32[height * width]: 1 on and around every drawing, fading to 0 away from all of them. */
  readonly nearDrawings: Float32Array;
  /** f32[1, C, height, width], the scene alone, encoded. */
  readonly sceneLatents: Float32Array;
}

export interface BankMaker {
  /** The drawings one thing of the picture is made of. */
  group(options: {
    readonly retrieved: readonly RetrievedExemplar[];
    readonly colour: ColourName | null;
    /** The same without the wish for a style. */
    readonly kin: readonly RetrievedExemplar[];
    readonly turn: number;
    readonly invention: number;
    readonly random: RandomStream;
    readonly variety: Variety;
  }): Promise<ExemplarGroup>;
  /** `onEncoded` is awaited after every run of the encoder, with the share that is done. */
  make(
    plan: CompositionPlan,
    options: {
      /** f32[3, height, width] in -1..1 to draw on instead of the plan's scene. */
      readonly sheet: Float32Array | null;
      readonly onEncoded: (fraction: number) => Promise<void>;
    },
  ): Promise<EncodedComposition>;
  /** @returns f32[C, height, width] of f32[3, height, width] in -1..1 */
  encode(picture: Float32Array, size: { readonly width: number; readonly height: number }): Promise<Float32Array>;
  clear(): void;
}

export function createBankMaker(options: {
  readonly collection: ExemplarCollection;
  readonly settings: SamplerSettings;
  /** Whose colours drawings of others are given; null leaves them as they are. */
  readonly palette: OpenPalette | null;
  readonly openEncoder: () => Promise<Session>;
}): BankMaker {
  const { collection, settings } = options;
  const drawings = createRecentCache<MeasuredDrawing>(drawingsKept);
  const banks = createRecentCache<EncodedComposition>(banksKept);

  async function measuredOf(exemplar: Exemplar, colour: ColourName | null): Promise<MeasuredDrawing> {
    const key = `${exemplar.id} ${colour}`;
    const known = drawings.get(key);
    if (known !== undefined) return known;
    const decoded = await decodeDrawing(await collection.read(exemplar), { colour, claimed: exemplar.colour });
    const hand = exemplar.set === options.palette?.set ? undefined : options.palette?.hand;
    const drawing =
      hand === undefined
        ? decoded
        : { ...decoded, picture: hand.tintDrawing(decoded.picture, { coloured: colour !== null }) };
    const measured = measure(exemplar, { drawing, mirrored: mirrorDrawing(drawing) });
    drawings.set(key, measured);
    return measured;
  }

  async function encode(
    data: Float32Array,
    { width, height }: { width: number; height: number },
  ): Promise<Float32Array> {
    const encoder = await options.openEncoder();
    const { latent_sample } = await encoder.run({ sample: { type: 'float32', dims: [1, 3, height, width], data } });
    return latent_sample?.data as Float32Array;
  }

  return {
    async group({ colour, ...options }) {
      const measuredAll = (drawings: readonly RetrievedExemplar[]) =>
        Promise.all(drawings.map(({ exemplar }) => measuredOf(exemplar, colour)));
      const [measured, kin] = [await measuredAll(options.retrieved), await measuredAll(options.kin)];
      return chooseGroup({ ...options, measured, kin, keepsColours: colour !== null, settings: settings.group });
    },
    encode,
    async make(plan, { sheet, onEncoded }) {
      const known = sheet === null ? banks.get(plan.key) : undefined;
      if (known !== undefined) return known;
      const scene = sheet ?? toPlanes(await rasterize(plan.scene));
      const pictures = [scene, ...(await composePlan(plan, scene))];
      const height = plan.height / settings.latentFactor;
      const width = plan.width / settings.latentFactor;
      const size = settings.latentChannels * height * width;
      const latents = new Float32Array(pictures.length * size);
      for (const [i, data] of pictures.entries()) {
        latents.set(await encode(data, plan), i * size);
        await onEncoded((i + 1) / pictures.length);
      }
      const composition: EncodedComposition = {
        scene,
        hidden: hiddenBy(pictures.slice(1), scene),
        nearDrawings: nearness(pictures.slice(1), { ...plan, scene }),
        sceneLatents: latents.subarray(0, size),
        bank: {
          latents: latents.subarray(size),
          count: plan.exemplars.length,
          channels: settings.latentChannels,
          height,
          width,
          logPriors: plan.exemplars.map(({ logPrior }) => logPrior),
        },
      };
      if (sheet === null) banks.set(plan.key, composition);
      return composition;
    },
    clear() {
      drawings.clear();
      banks.clear();
    },
  };
}

/** @returns f32[3, height, width] in -1..1 for every exemplar of the plan: what the sampler may mix, before it is encoded */
export function composePlan(
  { exemplars, width, height }: CompositionPlan,
  scene: Float32Array,
): Promise<readonly Float32Array[]> {
  return Promise.all(exemplars.map(({ drawings }) => compose({ scene, width, height, drawings })));
}

/** A pixel that no drawing touched is the scene's to the last bit. */
function isTouched(picture: Float32Array, scene: Float32Array, at: number): boolean {
  const area = scene.length / 3;
  return [0, 1, 2].some((c) => Math.abs((picture[c * area + at] ?? 0) - (scene[c * area + at] ?? 0)) > touched);
}

function hiddenBy(pictures: readonly Float32Array[], scene: Float32Array): Uint8Array {
  return Uint8Array.from({ length: scene.length / 3 }, (_, at) =>
    pictures.every((picture) => isTouched(picture, scene, at)) ? 1 : 0,
  );
}

function nearness(
  pictures: readonly Float32Array[],
  { scene, width, height }: { readonly scene: Float32Array; readonly width: number; readonly height: number },
): Float32Array {
  const drawn = Float32Array.from({ length: width * height }, (_, at) =>
    pictures.some((picture) => isTouched(picture, scene, at)) ? 1 : 0,
  );
  // At a straight edge the blur is a half, so that the whole rim of a drawing counts as near.
  return blurred(drawn, { width, height, radius: softRim }).map((share) => Math.min(1, share * 4));
}
