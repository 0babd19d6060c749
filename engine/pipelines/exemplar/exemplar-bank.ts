// Composes and encodes the exemplars of a plan, and remembers banks and decoded drawings for the pictures to come.

import type { Session } from '../../runtime/tensor-runtime.ts';
import { compose, type Drawing, decodeDrawing, rasterize, toPlanes } from './composition.ts';
import type { CompositionPlan, PlannedDrawing } from './composition-plan.ts';
import type { ExemplarCollection } from './exemplar-collection.ts';
import { createRecentCache } from './recent-cache.ts';
import type { ExemplarBank } from './sampler.ts';
import type { SamplerSettings } from './sampler-settings.ts';

/** 64 KB each at 128 px: 16 MB at most. */
const drawingsKept = 256;
/** Under 1 MB each at 256 px. A grid needs four; variations come back to the bank of their parent. */
const banksKept = 12;

/** A composed and encoded plan. */
export interface EncodedComposition {
  readonly bank: ExemplarBank;
  /** f32[3, height, width] in -1..1, the scene as drawn. */
  readonly scene: Float32Array;
  /** f32[1, C, height, width], the scene alone, encoded. */
  readonly sceneLatents: Float32Array;
}

export interface BankMaker {
  /** `onEncoded` is awaited after every run of the encoder, with the share that is done. */
  make(plan: CompositionPlan, onEncoded: (fraction: number) => Promise<void>): Promise<EncodedComposition>;
  clear(): void;
}

export function createBankMaker(options: {
  readonly collection: ExemplarCollection;
  readonly settings: SamplerSettings;
  readonly openEncoder: () => Promise<Session>;
}): BankMaker {
  const { collection, settings } = options;
  const drawings = createRecentCache<Drawing>(drawingsKept);
  const banks = createRecentCache<EncodedComposition>(banksKept);

  async function drawingOf({ exemplar, colour, mirrored }: PlannedDrawing): Promise<Drawing> {
    const key = `${exemplar.id} ${colour} ${mirrored}`;
    const drawing = drawings.get(key) ?? (await decodeDrawing(await collection.read(exemplar), { colour, mirrored }));
    drawings.set(key, drawing);
    return drawing;
  }

  /** @returns f32[3, height, width] for every exemplar of the plan */
  function composeAll({ exemplars, width, height }: CompositionPlan, scene: Float32Array): Promise<Float32Array[]> {
    return Promise.all(
      exemplars.map(async (planned) => {
        const placed = planned.drawings.map(async (item) => ({ drawing: await drawingOf(item), place: item.place }));
        return compose({ scene, width, height, drawings: await Promise.all(placed) });
      }),
    );
  }

  return {
    async make(plan, onEncoded) {
      const known = banks.get(plan.key);
      if (known !== undefined) return known;
      const scene = toPlanes(await rasterize(plan.scene));
      const pictures = [scene, ...(await composeAll(plan, scene))];
      const encoder = await options.openEncoder();
      const height = plan.height / settings.latentFactor;
      const width = plan.width / settings.latentFactor;
      const size = settings.latentChannels * height * width;
      const latents = new Float32Array(pictures.length * size);
      for (const [i, data] of pictures.entries()) {
        const { latent_sample } = await encoder.run({
          sample: { type: 'float32', dims: [1, 3, plan.height, plan.width], data },
        });
        latents.set(latent_sample?.data as Float32Array, i * size);
        await onEncoded((i + 1) / pictures.length);
      }
      const composition: EncodedComposition = {
        scene,
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
      banks.set(plan.key, composition);
      return composition;
    },
    clear() {
      drawings.clear();
      banks.clear();
    },
  };
}
