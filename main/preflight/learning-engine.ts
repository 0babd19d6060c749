// An engine that remembers how long its runs took and what they held: whatever draws through it teaches the preflight.

import type { EngineCommand } from '../../shared/engine-protocol.ts';
import type { RunTimings } from '../../shared/run-timings.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { RunTimeTable } from '../store/run-time-table.ts';

type GenerateCommand = Extract<EngineCommand, { kind: 'generate' }>;

export interface LearningEngine extends Engine {
  /** Whether the drawing host holds that model, as far as is known. */
  holds(model: string): boolean;
}

export function createLearningEngine(engine: Engine, runTimes: RunTimeTable): LearningEngine {
  let held: { readonly model: string; readonly restarts: number } | null = null;
  const holds = (model: string) => held?.model === model && held.restarts === engine.health().restarts;

  return {
    ...engine,
    holds,
    async run(command, runOptions) {
      const wasHeld = holds(command.recipe.model);
      const timings = await engine.run(command, runOptions);
      if (command.kind !== 'generate') return timings;
      held = { model: command.recipe.model, restarts: engine.health().restarts };
      if (timings !== null) learn(command, { timings, wasHeld });
      return timings;
    },
  };

  /** Only from plain runs: a picture to start from or a second pass would teach the time of something else. */
  function learn({ recipe, images }: GenerateCommand, { timings, wasHeld }: { timings: RunTimings; wasHeld: boolean }) {
    const { stages, provider, peakBytes = null } = timings;
    if (stages === undefined || provider === undefined || recipe.source !== null || recipe.hires !== null) return;
    const pictures = images.length;
    runTimes.add({
      model: recipe.model,
      provider,
      width: recipe.width,
      height: recipe.height,
      guided: recipe.guidanceScale > 1,
      loadingMs: wasHeld ? null : stages.loadingMs,
      encodingMs: stages.encodingMs / pictures,
      stepMs: stages.samplingMs / pictures / recipe.steps,
      decodingMs: (stages.decodingMs + stages.savingMs) / pictures,
      peakBytes,
    });
  }
}
