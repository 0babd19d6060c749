// The settings a person can change, with their defaults.

import { z } from 'zod';
import { ExcludedSets } from './exemplar-source.ts';
import { ModelId } from './ids.ts';
import { providerNames } from './provider.ts';
import { UpscalerId } from './upscaler.ts';

/** A server a person named: http or https, without credentials, path or query. */
const ServerAddress = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[^\s/?#@]+$/, 'give an address such as http://127.0.0.1:11434');

const PerMinute = z.int().min(1).max(100_000).optional();
const ApiLimitSettings = z.strictObject({
  generation: PerMinute,
  sequences: PerMinute,
  audio: PerMinute,
  llm: PerMinute,
  projects: PerMinute,
  shots: PerMinute,
  other: PerMinute,
});

/** What is left out of `apiLimits`. */
export const usualApiLimits = {
  generation: 30,
  sequences: 10,
  audio: 5,
  llm: 30,
  projects: 60,
  shots: 100,
  /** A client that polls ten times a second. */
  other: 600,
} as const satisfies Record<keyof typeof ApiLimitSettings.shape, number>;

/** Names only: an address in digits could be one of this machine's network. */
const ImageHosts = z
  .array(
    z
      .string()
      .max(253)
      .regex(
        /^(?!\d+(\.\d+){3}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/,
        'give a host name such as images.example.org, in lower case',
      ),
  )
  .max(100);

const ExcludedSetsByModel = z.record(ModelId, ExcludedSets);

export const JobRetryCount = z.int().min(0).max(10);
/** In seconds. */
export const JobRetryDelay = z.int().min(1).max(3600);

export const Settings = z.strictObject({
  theme: z.enum(['system', 'dark', 'light']).default('system'),
  language: z.enum(['system', 'en', 'fr']).default('system'),
  /** Whether the desktop tells of the end of the work to who looks elsewhere. */
  notifications: z.boolean().default(true),
  /** No request leaves this machine while it is on. */
  offline: z.boolean().default(false),
  /** `auto` follows the table in main/engine/host-choice.ts. */
  engineHost: z.enum(['auto', 'node', 'utility']).default('auto'),
  /** `auto` takes the quickest that works: main/providers/choose-provider.ts. */
  provider: z.enum(['auto', ...providerNames]).default('auto'),
  defaultModel: ModelId.nullable().default(null),
  /** What enlarges a picture when a request names nothing else. */
  upscaler: UpscalerId.default('esrgan-slim'),
  /** By model, the sets its pictures are drawn without when a recipe says nothing of it. */
  excludedSets: ExcludedSetsByModel.default({}),
  localApi: z.boolean().default(false),
  localApiPort: z.int().min(0).max(65535).default(0),
  /** Requests a minute per group of routes; what is left out keeps its default. Read when the API starts. */
  apiLimits: ApiLimitSettings.prefault({}),
  /** Whether a picture made for a \`user_id\` costs one credit. */
  credits: z.boolean().default(false),
  /** The hosts that pictures to start from may be fetched from, by https. */
  imageHosts: ImageHosts.default([]),
  /** The Ollama server that writes storyboards; null means the built-in rules. */
  ollamaUrl: ServerAddress.nullable().default(null),
  ollamaModel: z.string().min(1).max(200).default('llama3.2'),
  /** How often a job that failed is tried again by itself; 0 leaves it failed. */
  jobRetries: JobRetryCount.default(3),
  /** The wait before the first of these tries; each further one waits twice as long. */
  jobRetryDelaySeconds: JobRetryDelay.default(60),
});
export type Settings = z.infer<typeof Settings>;

export const SettingsPatch = z.strictObject({
  theme: z.enum(['system', 'dark', 'light']).optional(),
  language: z.enum(['system', 'en', 'fr']).optional(),
  notifications: z.boolean().optional(),
  offline: z.boolean().optional(),
  engineHost: z.enum(['auto', 'node', 'utility']).optional(),
  provider: z.enum(['auto', ...providerNames]).optional(),
  defaultModel: ModelId.nullable().optional(),
  upscaler: UpscalerId.optional(),
  excludedSets: ExcludedSetsByModel.optional(),
  localApi: z.boolean().optional(),
  localApiPort: z.int().min(0).max(65535).optional(),
  apiLimits: ApiLimitSettings.optional(),
  credits: z.boolean().optional(),
  imageHosts: ImageHosts.optional(),
  ollamaUrl: ServerAddress.nullable().optional(),
  ollamaModel: z.string().min(1).max(200).optional(),
  jobRetries: JobRetryCount.optional(),
  jobRetryDelaySeconds: JobRetryDelay.optional(),
});
export type SettingsPatch = z.infer<typeof SettingsPatch>;
