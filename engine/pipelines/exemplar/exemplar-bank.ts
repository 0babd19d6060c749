// Composes and encodes the exemplars of a plan, and remembers banks and decoded drawings for the pictures to come.

import type { Session } from '../../runtime/tensor-runtime.ts';
import { compose, decodeDrawing, rasterize } from './composition.ts';
import type { CompositionPlan } from './composition-plan.ts';
import type { Exemplar, ExemplarCollection } from './exemplar-collection.ts';
import { createRecentCache } from './recent-cache.ts';
import type { RgbaPicture } from './recolouring.ts';
import type { ExemplarBank } from './sampler.ts';
import type { SamplerSettings } from './sampler-settings.ts';

/** 64 KB each at 128 px: 16 MB at most. */
const drawingsKept = 256;
/** Under 1 MB each at 256 px. A grid needs four; variations come back to the bank of their parent. */
const banksKept = 12;

export interface BankMaker {
  /** `onEncoded` is awaited after every run of the encoder, with the share that is done. */
  make(plan: CompositionPlan, onEncoded: (fraction: number) => Promise<void>): Promise<ExemplarBank>;
  clear(): void;
}

export function createBankMaker(options: {
  readonly collection: ExemplarCollection;
  readonly settings: SamplerSettings;
  readonly openEncoder: () => Promise<Session>;
}): BankMaker {
  const { collection, settings } = options;
  const drawings = createRecentCache<RgbaPicture>(drawingsKept);
  const banks = createRecentCache<ExemplarBank>(banksKept);

  async function drawingOf(exemplar: Exemplar): Promise<RgbaPicture> {
    const key = String(exemplar.id);
    const drawing = drawings.get(key) ?? (await decodeDrawing(await collection.read(exemplar)));
    drawings.set(key, drawing);
    return drawing;
  }

  async function composeAll({ scene, exemplars, width, height }: CompositionPlan): Promise<Float32Array[]> {
    const background = await rasterize(scene);
    return Promise.all(
      exemplars.map(async (planned) => {
        const placed = planned.drawings.map(async ({ exemplar, colour, place }) => ({
          drawing: await drawingOf(exemplar),
          colour,
          place,
        }));
        return compose({ background, width, height, drawings: await Promise.all(placed) });
      }),
    );
  }

  return {
    async make(plan, onEncoded) {
      const known = banks.get(plan.key);
      if (known !== undefined) return known;
      const pictures = await composeAll(plan);
      const encoder = await options.openEncoder();
      const height = plan.height / settings.latentFactor;
      const width = plan.width / settings.latentFactor;
      const size = settings.latentChannels * height * width;
      const latents = new Float32Array(pictures.length * size);
      for (const [k, data] of pictures.entries()) {
        const { latent_sample } = await encoder.run({
          sample: { type: 'float32', dims: [1, 3, plan.height, plan.width], data },
        });
        latents.set(latent_sample?.data as Float32Array, k * size);
        await onEncoded((k + 1) / pictures.length);
      }
      const bank: ExemplarBank = {
        latents,
        count: pictures.length,
        channels: settings.latentChannels,
        height,
        width,
        logPriors: plan.exemplars.map(({ logPrior }) => logPrior),
      };
      banks.set(plan.key, bank);
      return bank;
    },
    clear() {
      drawings.clear();
      banks.clear();
    },
  };
}
