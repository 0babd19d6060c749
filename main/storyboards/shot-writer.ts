// Who writes the shots of a prompt: the built-in rules, or a language model where one is configured.

import type { ShotWriterKind, WrittenShot } from '../../shared/domain/storyboard.ts';
import { enhancePrompt, writeShots } from './shot-rules.ts';

export interface ShotWriter {
  readonly kind: ShotWriterKind;
  /** The language model's name; null for the rules. */
  readonly model: string | null;
  /** @throws CANCELLED when the signal fires; LANGUAGE_MODEL_UNAVAILABLE, LANGUAGE_MODEL_ANSWER */
  write(prompt: string, count: number, signal: AbortSignal): Promise<WrittenShot[]>;
  enhance(prompt: string, signal: AbortSignal): Promise<string>;
}

export const ruleWriter: ShotWriter = {
  kind: 'rules',
  model: null,
  write: (prompt, count) => Promise.resolve(writeShots(prompt, count)),
  enhance: (prompt) => Promise.resolve(enhancePrompt(prompt)),
};
