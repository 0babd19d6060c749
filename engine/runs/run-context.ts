// What every run is given by the server: a voice, a clock, and the way to notice a cancel.

import type { EngineEvent } from '../../shared/engine-protocol.ts';

export interface RunContext {
  readonly send: (event: EngineEvent) => void;
  readonly clock: () => number;
  /** The most memory this process ever held. */
  readonly peakBytes: () => number;
  /** Gives the event loop a turn and throws CANCELLED if one was asked for. */
  readonly checkpoint: () => Promise<void>;
}
