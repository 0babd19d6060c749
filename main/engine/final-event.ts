// The events that end a request: each request gets exactly one of them, or its host's death.

import type { EngineEvent } from '../../shared/engine-protocol.ts';

const finalKinds = [
  'done',
  'pong',
  'inspected',
  'inspected-upscaler',
  'inspected-lora',
  'imported',
  'recalled',
  'described',
  'thumbnailed',
  'compared',
  'prompt-read',
  'cut',
  'packed',
  'cancelled',
  'failed',
] as const;
/** The one event that ends a request. */
export type FinalEvent = Extract<EngineEvent, { kind: (typeof finalKinds)[number] }>;

export function isFinal(event: EngineEvent): event is FinalEvent {
  return (finalKinds as readonly string[]).includes(event.kind);
}
