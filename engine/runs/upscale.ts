// One enlargement: U1-U4 until a model for it is installed, with a note that says so.

import type { EngineCommand, RunTimings } from '../../shared/engine-protocol.ts';
import { savePicture } from '../image/save-picture.ts';
import { lanczosName, upscaleByLanczos } from '../upscale/lanczos.ts';
import type { RunContext } from './run-context.ts';

type UpscaleCommand = Extract<EngineCommand, { kind: 'upscale' }>;

export interface UpscaleOptions extends RunContext {
  readonly versions: Readonly<Record<string, string>>;
}

/** @throws what the source and the disk throw; CANCELLED */
export async function upscale(command: UpscaleCommand, options: UpscaleOptions): Promise<RunTimings> {
  const { send, clock, checkpoint } = options;
  const { id, factor } = command;
  const started = clock();
  send({ kind: 'progress', id, stage: 'upscaling', fraction: 0, etaMs: null, stepMs: null });
  send({
    kind: 'note',
    id,
    note: {
      code: 'LANCZOS_UPSCALE',
      message: `Enlarged ${factor} times by resampling, which adds no detail: no upscaling model is installed.`,
      values: { factor: String(factor) },
    },
  });
  const enlarged = await upscaleByLanczos({ source: command.source, factor });
  await checkpoint();
  send({ kind: 'progress', id, stage: 'saving', fraction: 0.9, etaMs: null, stepMs: null });
  const saved = await savePicture(enlarged, {
    recipe: command.recipe,
    image: command.image,
    model: command.model,
    appVersion: command.appVersion,
    engine: { versions: options.versions, provider: 'none' },
    upscale: { factor, upscaler: lanczosName },
    drawnFrom: command.drawnFrom,
  });
  send({ kind: 'image', id, ...saved });
  send({ kind: 'progress', id, stage: 'saving', fraction: 1, etaMs: null, stepMs: null });
  return { totalMs: clock() - started, sessionMs: 0, sessionRuns: 0, loadMs: 0 };
}
