// An upscaler: a network that enlarges pictures by fixed factors, or plain resampling, which needs none.

import { z } from 'zod';

/** The one without a network: resampling, quick and faithful, with no detail added. */
export const lanczosId = 'lanczos';
export const upscaleFactors = [2, 3, 4] as const;
export const UpscaleFactor = z.union([z.literal(2), z.literal(3), z.literal(4)]);
export type UpscaleFactor = z.infer<typeof UpscaleFactor>;

export const UpscalerId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'is no id of an upscaler');
export type UpscalerId = z.infer<typeof UpscalerId>;

const GraphFile = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*\.onnx$/, 'must be an .onnx file of the same folder');

/** What upscaler.json holds, or what was found out about a bare .onnx file by trying it. */
export const UpscalerManifest = z.strictObject({
  name: z.string().min(1).max(200),
  licence: z.string().nullable(),
  source: z.string().nullable().default(null),
  /** What white is to the network. */
  range: z.union([z.literal(1), z.literal(255)]),
  channels: z.enum(['rgb', 'bgr']),
  /** Each factor with the graphs that are run one after the other, and what each of them multiplies by. */
  factors: z
    .array(
      z.strictObject({
        factor: UpscaleFactor,
        passes: z
          .array(z.strictObject({ file: GraphFile, factor: UpscaleFactor }))
          .min(1)
          .max(2),
      }),
    )
    .min(1)
    .refine(
      (factors) => factors.every(({ factor, passes }) => passes.reduce((all, one) => all * one.factor, 1) === factor),
      'the passes of a factor must multiply to it',
    ),
});
export type UpscalerManifest = z.infer<typeof UpscalerManifest>;

export const Upscaler = z.strictObject({
  id: UpscalerId,
  origin: z.enum(['embedded', 'user', 'resampling']),
  /** null for the one that needs none. */
  folder: z.string().nullable(),
  name: z.string(),
  licence: z.string().nullable(),
  factors: z.array(UpscaleFactor).min(1),
  /** null when usable; otherwise one sentence saying what is wrong and what to do. */
  problem: z.string().nullable(),
});
export type Upscaler = z.infer<typeof Upscaler>;
