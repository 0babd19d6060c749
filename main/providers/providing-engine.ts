// An engine that has each model drawn by the best provider for it, measures those it does not know, and goes back to the processor
// when one of them fails.

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelFamily } from '../../shared/domain/model.ts';
import type { ProviderName } from '../../shared/domain/provider.ts';
import type { EngineCommand, EngineEvent } from '../../shared/engine-protocol.ts';
import { type ErrorCode, TesseraError } from '../../shared/errors.ts';
import type { Engine, RunOptions } from '../engine/supervisor.ts';
import type { ProviderService } from './provider-service.ts';

type GenerateCommand = Extract<EngineCommand, { kind: 'generate' }>;

/** Enough that the first step, which compiles what a card runs, is not all that is measured. */
const trialSteps = 3;
/** Families whose work is too small for a graphics card to make up for being started. */
const familiesForProcessor: ReadonlySet<string> = new Set<ModelFamily>(['mock', 'exemplar']);
/** What a provider may be at fault for; everything else would happen on the processor too. */
const faults: ReadonlySet<ErrorCode> = new Set([
  'OUT_OF_MEMORY',
  'ENGINE_CRASHED',
  'ENGINE_TIMEOUT',
  'PROVIDER_UNAVAILABLE',
  'MODEL_UNSUPPORTED',
  'NUMERIC_FAILURE',
]);

export function createProvidingEngine(options: {
  readonly engine: Engine;
  readonly providers: ProviderService;
  /** For the pictures of trials, which nobody keeps. */
  readonly cache: string;
  readonly log: (line: string) => void;
}): Engine {
  const { engine, providers, log } = options;
  return {
    ...engine,
    async run(command, runOptions) {
      if (command.kind !== 'generate' || familiesForProcessor.has(command.model.family)) {
        return await engine.run(command, runOptions);
      }
      await tryOnce();
      // A picture to start from makes steps fewer and encoding longer: only plain runs are worth comparing.
      const unmeasured = command.source === null ? providers.unmeasured(command.recipe.model) : [];
      for (const provider of unmeasured) await measure(command, provider, runOptions);
      const { provider } = providers.of(command.recipe.model);
      if (provider === 'cpu') return await engine.run(command, runOptions);
      return await withProcessorBehind(command, provider, runOptions);
    },
  };

  /** Before the first picture of a model that is worth it; where nothing can be tried, the processor draws. */
  async function tryOnce(): Promise<void> {
    if (providers.findings() !== null) return;
    await providers.probe().catch((thrown: unknown) => {
      if (!(thrown instanceof TesseraError)) throw thrown;
      log(`providers could not be tried: ${thrown.message}`);
    });
  }

  /** Draws a picture of few steps for nobody; its times are learned as any other's. */
  async function measure(command: GenerateCommand, provider: ProviderName, { signal }: RunOptions): Promise<void> {
    const { recipe, images } = command;
    const folder = mkdtempSync(join(options.cache, 'trial-'));
    const trial: GenerateCommand = {
      ...command,
      id: `${command.id}-${provider}`,
      provider,
      recipe: { ...recipe, steps: Math.min(recipe.steps, trialSteps), hires: null },
      images: images.slice(0, 1).map((image) => ({ ...image, output: join(folder, 'trial.png') })),
      saveLatents: null,
      unfinished: undefined,
    };
    try {
      log(`provider ${provider}: is measured with ${recipe.model}`);
      await engine.run(trial, { signal, onEvent: () => {} });
    } catch (thrown) {
      if (!isFault(thrown)) throw thrown;
      providers.failed(recipe.model, provider, thrown.message);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async function withProcessorBehind(command: GenerateCommand, provider: ProviderName, runOptions: RunOptions) {
    const drawn = new Set<string>();
    const onEvent = (event: EngineEvent) => {
      if (event.kind === 'image') drawn.add(event.image);
      runOptions.onEvent(event);
    };
    try {
      return await engine.run({ ...command, provider }, { ...runOptions, onEvent });
    } catch (thrown) {
      if (runOptions.signal.aborted || !isFault(thrown)) throw thrown;
      // One picture that is too large says nothing of the next.
      if (thrown.code !== 'OUT_OF_MEMORY') providers.failed(command.recipe.model, provider, thrown.message);
      const values = { from: provider, to: 'cpu', why: thrown.message };
      const message = `${provider} could not go on, so the processor took over: ${thrown.message}`;
      runOptions.onEvent({ kind: 'note', id: command.id, note: { code: 'DOWNGRADED_PROVIDER', message, values } });
      const images = command.images.filter(({ id }) => !drawn.has(id));
      return images.length === 0 ? null : await engine.run({ ...command, images }, runOptions);
    }
  }
}

function isFault(thrown: unknown): thrown is TesseraError {
  return thrown instanceof TesseraError && faults.has(thrown.code);
}
