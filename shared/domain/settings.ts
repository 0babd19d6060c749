// The settings a person can change, with their defaults.

import { z } from 'zod';
import { ModelId } from './ids.ts';

export const Settings = z.strictObject({
  theme: z.enum(['system', 'dark', 'light']).default('system'),
  language: z.enum(['system', 'en', 'fr']).default('system'),
  /** `auto` follows the table in main/engine/host-choice.ts. */
  engineHost: z.enum(['auto', 'node', 'utility']).default('auto'),
  defaultModel: ModelId.nullable().default(null),
  localApi: z.boolean().default(false),
  localApiPort: z.int().min(0).max(65535).default(0),
});
export type Settings = z.infer<typeof Settings>;

export const SettingsPatch = z.strictObject({
  theme: z.enum(['system', 'dark', 'light']).optional(),
  language: z.enum(['system', 'en', 'fr']).optional(),
  engineHost: z.enum(['auto', 'node', 'utility']).optional(),
  defaultModel: ModelId.nullable().optional(),
  localApi: z.boolean().optional(),
  localApiPort: z.int().min(0).max(65535).optional(),
});
export type SettingsPatch = z.infer<typeof SettingsPatch>;
