// What can compute: the processor, or one of ONNX Runtime's ways to a graphics card.

import { z } from 'zod';
import { ModelId } from './ids.ts';

/** The names of onnxruntime-node's providers on all systems together. */
export const providerNames = ['cpu', 'webgpu', 'cuda', 'tensorrt', 'dml', 'coreml'] as const;
export const ProviderName = z.enum(providerNames);
export type ProviderName = z.infer<typeof ProviderName>;

/** What became of one provider when it was tried in a process of its own. */
export const ProviderFinding = z.strictObject({
  name: ProviderName,
  works: z.boolean(),
  /** Why not, in English and in one sentence; null when it works. */
  problem: z.string().nullable(),
});
export type ProviderFinding = z.infer<typeof ProviderFinding>;

/** Why a provider is taken: somebody chose it, it was the quickest, nothing else works, or others were not measured yet. */
export const providerReasons = ['chosen', 'quickest', 'only', 'untried'] as const;

export const ModelProvider = z.strictObject({
  model: ModelId,
  provider: ProviderName,
  reason: z.enum(providerReasons),
  /** Of those that drew with this model: milliseconds a step and megapixel, by the median of its runs. */
  measured: z.array(z.strictObject({ name: ProviderName, stepMs: z.number().nonnegative(), runs: z.int().positive() })),
  /** Of those that could not draw with this model: what went wrong. */
  failed: z.array(z.strictObject({ name: ProviderName, problem: z.string() })),
});
export type ModelProvider = z.infer<typeof ModelProvider>;
