// What diffusers drew with a variant: its cases, and latents and picture of each from a safetensors file.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { PictureSource } from '../../engine/pipelines/pipeline.ts';
import { schedulerNames, sigmaSchedules } from '../../shared/domain/scheduler-name.ts';

const folder = fileURLToPath(new URL('./goldens', import.meta.url));

const GoldenCase = z.strictObject({
  scheduler: z.enum(schedulerNames),
  sigmas: z.enum(sigmaSchedules).nullable(),
  prompt: z.string(),
  /** Empty for none at all. */
  negative: z.string(),
  seed: z.int(),
  steps: z.int(),
  guidance: z.number(),
  width: z.int(),
  height: z.int(),
  /** Only of cases that start from the picture of their file, and paint but a part of it anew. */
  strength: z.number().nullable().default(null),
  masked: z.boolean().default(false),
  /** Only of cases about prompts, whose brackets are weights. */
  isWeighted: z.boolean().default(false),
  clipSkip: z.int().default(1),
});
const Cases = z.strictObject({ versions: z.record(z.string(), z.string()), cases: z.array(GoldenCase).min(1) });
const Header = z.record(
  z.string(),
  z.strictObject({ dtype: z.enum(['F32', 'U8']), shape: z.array(z.int()), data_offsets: z.tuple([z.int(), z.int()]) }),
);

export interface Golden extends z.infer<typeof GoldenCase> {
  /** f32[channels, height, width] as the denoiser leaves them. */
  readonly latents: Float32Array;
  /** u8[height, width, 3] */
  readonly picture: Uint8Array;
  readonly source: PictureSource | null;
}

export function readGoldens(variant: string): Golden[] {
  const { cases } = Cases.parse(JSON.parse(readFileSync(join(folder, `${variant}.json`), 'utf8')));
  const file = readFileSync(join(folder, `${variant}.safetensors`));
  const start = 8 + Number(file.readBigUInt64LE(0));
  const header = Header.parse(JSON.parse(file.toString('utf8', 8, start)));
  const bytes = (name: string): ArrayBuffer => {
    const entry = header[name];
    if (entry === undefined) throw new TypeError(`goldens/${variant}.safetensors holds no ${name}`);
    const [from, to] = entry.data_offsets;
    return Uint8Array.from(file.subarray(start + from, start + to)).buffer;
  };
  const source = ({ strength, masked, width, height }: z.infer<typeof GoldenCase>): PictureSource | null => {
    if (strength === null) return null;
    const image = { width, height, data: new Uint8Array(bytes('source')) };
    return { image, strength, mask: masked ? new Uint8Array(bytes('mask')) : null };
  };
  return cases.map((golden, index) => ({
    ...golden,
    source: source(golden),
    latents: new Float32Array(bytes(`${index}.latents`)),
    picture: new Uint8Array(bytes(`${index}.picture`)),
  }));
}
