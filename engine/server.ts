// The engine host's other half of the protocol: takes commands, does them one after the other, answers with events.

import { EngineCommand, type EngineEvent, type RunModel } from '../shared/engine-protocol.ts';
import type { ModelManifest } from '../shared/domain/model.ts';
import type { Note } from '../shared/domain/note.ts';
import type { ProviderName } from '../shared/domain/provider.ts';
import { TesseraError, toEnvelope } from '../shared/errors.ts';
import { writeAnimation } from './image/animation.ts';
import { comparePictures } from './image/compare-pictures.ts';
import { writeContactSheet } from './image/contact-sheet.ts';
import { convertPicture } from './image/convert.ts';
import { exportPicture } from './image/export-picture.ts';
import { writeGrid } from './image/grid.ts';
import { describePicture } from './image/picture-traits.ts';
import { recallPicture } from './image/read-metadata.ts';
import { importPicture } from './image/source-picture.ts';
import { writeThumbnail } from './image/thumbnail.ts';
import { inspectLora } from './lora/inspect-lora.ts';
import { checkPalette } from './palettes/check-palette.ts';
import { cutPicture } from './palettes/cut-picture.ts';
import { packPalette } from './palettes/pack-palette.ts';
import type { Pipeline } from './pipelines/pipeline.ts';
import { createPromptReader } from './pipelines/prompt-reader.ts';
import { generate } from './runs/generate.ts';
import { upscale } from './runs/upscale.ts';
import { inspectUpscaler } from './upscale/upscaler-folder.ts';
import { probeProvider } from './runtime/probe-provider.ts';
import type { TensorRuntime } from './runtime/tensor-runtime.ts';

export interface EngineServerOptions {
  readonly send: (event: EngineEvent) => void;
  readonly clock: () => number;
  /** The most memory this process ever held. */
  readonly peakBytes: () => number;
  readonly versions: Readonly<Record<string, string>>;
  /** Called once, for the first generation. */
  readonly openRuntime: (provider: ProviderName) => Promise<TensorRuntime>;
  readonly loadPipeline: (options: {
    readonly model: RunModel;
    readonly runtime: TensorRuntime;
    readonly note: (note: Note) => void;
  }) => Promise<Pipeline>;
  readonly inspectModel: (options: { readonly folder: string; readonly hash: boolean }) => Promise<ModelManifest>;
}

type Request = Exclude<EngineCommand, { kind: 'cancel' }>;

export class EngineServer {
  readonly #options: EngineServerOptions;
  /** Requests taken and not yet answered, with whether a cancel came for them. */
  readonly #open = new Map<string, { cancelled: boolean }>();
  #runtime: { readonly provider: ProviderName; readonly opened: Promise<TensorRuntime> } | null = null;
  #model: { readonly key: string; readonly pipeline: Pipeline; readonly notes: readonly Note[] } | null = null;
  readonly #readPrompt = createPromptReader();
  #turn: Promise<void> = Promise.resolve();

  constructor(options: EngineServerOptions) {
    this.#options = options;
  }

  /** Takes one message as it came off the wire; the answer is events. */
  receive(raw: unknown): void {
    const parsed = EngineCommand.safeParse(raw);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const line = `a command was refused: ${issue?.message ?? 'unreadable'} at "${issue?.path.join('.') ?? ''}"`;
      this.#options.send({ kind: 'log', id: null, line });
      const id = idOf(raw);
      if (id !== null)
        this.#fail(id, new TesseraError('VALIDATION_ERROR', 'The engine does not understand this command.'));
      return;
    }
    const command = parsed.data;
    if (command.kind === 'cancel') {
      const request = this.#open.get(command.id);
      if (request !== undefined) request.cancelled = true;
      return;
    }
    this.#open.set(command.id, { cancelled: false });
    this.#turn = this.#turn.then(() => this.#answer(command));
  }

  /** Never rejects: whatever goes wrong in a request is that request's answer. */
  async #answer(command: Request): Promise<void> {
    try {
      await this.#checkpoint(command.id);
      await this.#carryOut(command);
    } catch (thrown) {
      this.#fail(command.id, thrown);
    } finally {
      this.#open.delete(command.id);
    }
  }

  async #carryOut(command: Request): Promise<void> {
    const { send, clock, peakBytes, versions, inspectModel } = this.#options;
    const id = command.id;
    const context = { send, clock, peakBytes, checkpoint: () => this.#checkpoint(id) };
    switch (command.kind) {
      case 'generate': {
        const openModel = (loras: RunModel['loras'] = command.model.loras) =>
          this.#openModel(id, { ...command, model: { ...command.model, loras } });
        const timings = await generate(command, { ...context, openModel });
        return send({ kind: 'done', id, timings });
      }
      case 'upscale':
        return send({
          kind: 'done',
          id,
          timings: await upscale(command, { ...context, versions, openRuntime: () => this.#openRuntime() }),
        });
      case 'inspect':
        return send({ kind: 'inspected', id, manifest: await inspectModel(command) });
      case 'inspect-lora':
        return send({ kind: 'inspected-lora', id, facts: await inspectLora(command.path) });
      case 'inspect-upscaler': {
        const found = await inspectUpscaler({ path: command.path, openRuntime: () => this.#openRuntime() });
        return send({ kind: 'inspected-upscaler', id, ...found });
      }
      case 'thumbnail':
        return send({ kind: 'thumbnailed', id, traits: await writeThumbnail(command) });
      case 'describe':
        return send({ kind: 'described', id, ...(await describePicture(command.source)) });
      case 'import':
        return send({ kind: 'imported', id, ...(await importPicture(command)) });
      case 'recall':
        return send({ kind: 'recalled', id, recalled: await recallPicture(command.source) });
      case 'read-prompt':
        return send({ kind: 'prompt-read', id, reading: this.#readPrompt(command) });
      case 'compare':
        return send({ kind: 'compared', id, difference: await comparePictures(command) });
      case 'convert':
        await convertPicture(command);
        return send({ kind: 'done', id, timings: null });
      case 'export':
        await exportPicture(command);
        return send({ kind: 'done', id, timings: null });
      case 'grid':
        await writeGrid(command);
        return send({ kind: 'done', id, timings: null });
      case 'contact-sheet':
        await writeContactSheet(command);
        return send({ kind: 'done', id, timings: null });
      case 'animation':
        await writeAnimation(command);
        return send({ kind: 'done', id, timings: null });
      case 'cut-picture':
        return send({ kind: 'cut', id, ...(await cutPicture(command)) });
      case 'pack-palette':
        return send({ kind: 'packed', id, ...(await packPalette(command)) });
      case 'check-palette':
        await checkPalette(command.folder);
        return send({ kind: 'done', id, timings: null });
      case 'probe-provider':
        await probeProvider(command.provider);
        return send({ kind: 'done', id, timings: null });
      case 'ping':
        return send({ kind: 'pong', id });
      default:
        return command satisfies never;
    }
  }

  /** Keeps the last model loaded, for the next picture is most often made with the same one. */
  async #openModel(id: string, { model, provider = 'cpu' }: { model: RunModel; provider?: ProviderName | undefined }) {
    const runtime = await this.#openRuntime(provider);
    const loras = model.loras?.items.map(({ sha256, strength }) => `${sha256}:${strength}`).join(' ') ?? '';
    const key = `${provider} ${model.family} ${model.folder} ${model.palette?.revision ?? ''} ${model.revision ?? ''} ${loras}`;
    if (this.#model?.key !== key) {
      const old = this.#model;
      this.#model = null;
      await old?.pipeline.close();
      const notes: Note[] = [];
      const pipeline = await this.#options.loadPipeline({ model, runtime, note: (note) => notes.push(note) });
      this.#model = { key, pipeline, notes };
    }
    for (const note of this.#model.notes) this.#options.send({ kind: 'note', id, note });
    return { pipeline: this.#model.pipeline, runtime };
  }

  async #openRuntime(provider: ProviderName = 'cpu'): Promise<TensorRuntime> {
    if (this.#runtime?.provider !== provider) this.#runtime = { provider, opened: this.#options.openRuntime(provider) };
    return await this.#runtime.opened.catch((error: unknown) => {
      // What is missing may be there the next time.
      this.#runtime = null;
      throw error;
    });
  }

  /** Two turns, not one: messages are read in the poll phase, which the first turn may still stand before. */
  async #checkpoint(id: string): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#open.get(id)?.cancelled === true) throw new TesseraError('CANCELLED', 'The work was cancelled.');
  }

  #fail(id: string, thrown: unknown): void {
    const { send } = this.#options;
    const known = fromAllocationFailure(thrown);
    if (known instanceof TesseraError && known.code === 'CANCELLED') return send({ kind: 'cancelled', id });
    const { code, message, retryable, details } = toEnvelope(known);
    const reason = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    if (code === 'INTERNAL') send({ kind: 'log', id: null, line: reason });
    send({
      kind: 'failed',
      id,
      error: { code, message, retryable, ...(details === undefined ? {} : { details: { ...details } }) },
    });
  }
}

function idOf(raw: unknown): string | null {
  if (typeof raw !== 'object' || raw === null || !('id' in raw)) return null;
  return typeof raw.id === 'string' && raw.id.length > 0 && raw.id.length <= 200 ? raw.id : null;
}

/** JavaScript says RangeError when a typed array finds no memory. */
function fromAllocationFailure(thrown: unknown): unknown {
  if (!(thrown instanceof RangeError) || !/allocation|array length/i.test(thrown.message)) return thrown;
  return new TesseraError(
    'OUT_OF_MEMORY',
    'There is not enough memory for this picture. Choose a smaller size or close other programs.',
    {
      cause: thrown,
    },
  );
}
