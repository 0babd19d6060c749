// How patient the supervisor is with its hosts.

import { defaultRestartLimits, type RestartLimits } from './restart-policy.ts';

export interface EngineLimits {
  /** From start to `ready`; loading the native libraries from a cold disk takes seconds. */
  readonly readyMs: number;
  /** Silence while a request is open, at least. A model run blocks the host, so silence alone is no crime. */
  readonly silenceMs: number;
  /** ... and at least so many measured steps: decoding one picture is worth several. */
  readonly silenceSteps: number;
  /** Silence before the first step was measured: loading gigabytes, then a first run of unknown length. */
  readonly firstStepMs: number;
  /** From a cancel to its acknowledgement, at least; two steps if those are longer. */
  readonly cancelMs: number;
  /** Silence of a host that has nothing to do and was asked whether it hears. */
  readonly pingMs: number;
  readonly tickMs: number;
  readonly restart: RestartLimits;
}

export const defaultLimits: EngineLimits = {
  readyMs: 60_000,
  silenceMs: 60_000,
  silenceSteps: 20,
  firstStepMs: 600_000,
  cancelMs: 3_000,
  pingMs: 2_000,
  tickMs: 1_000,
  restart: defaultRestartLimits,
};
