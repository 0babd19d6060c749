// What is asked of the imaging host, one method for each of its commands: it never waits for a denoising step.

import type { LoraFacts } from '../../shared/domain/lora.ts';
import type { ModelManifest } from '../../shared/domain/model.ts';
import type { PictureTraits } from '../../shared/domain/picture-traits.ts';
import type { PromptReading } from '../../shared/domain/prompt-reading.ts';
import type { PixelDifference } from '../../shared/domain/receipt.ts';
import type { Recalled } from '../../shared/domain/recalled.ts';
import type { UpscalerManifest } from '../../shared/domain/upscaler.ts';
import type { EngineCommand, EngineEvent } from '../../shared/engine-protocol.ts';
import type { FinalEvent } from './final-event.ts';

export type ImagingCommand = Exclude<EngineCommand, { kind: 'generate' | 'upscale' | 'cancel' }>;
type AskedPrompt = Omit<Extract<EngineCommand, { kind: 'read-prompt' }>, 'kind' | 'id'>;
export type Conversion = Omit<Extract<EngineCommand, { kind: 'convert' }>, 'kind' | 'id'>;
type AskedExport = Omit<Extract<EngineCommand, { kind: 'export' }>, 'kind' | 'id'>;
export type ContactSheet = Omit<Extract<EngineCommand, { kind: 'contact-sheet' }>, 'kind' | 'id'>;
export type Animation = Omit<Extract<EngineCommand, { kind: 'animation' }>, 'kind' | 'id'>;

export interface ImportedPicture {
  readonly width: number;
  readonly height: number;
  readonly sha256: string;
}

export type DescribedPicture = Omit<Extract<EngineEvent, { kind: 'described' }>, 'kind' | 'id'>;
type CutPicture = Omit<Extract<EngineEvent, { kind: 'cut' }>, 'kind' | 'id'>;
type PackedPalette = Omit<Extract<EngineEvent, { kind: 'packed' }>, 'kind' | 'id'>;

export interface ImagingRequests {
  inspect(options: { readonly folder: string; readonly hash: boolean }): Promise<ModelManifest>;
  /** @throws what is wrong with the file */
  inspectLora(path: string): Promise<LoraFacts>;
  /** Reads an upscaler's folder, or tries a bare network. @throws what is wrong with it */
  inspectUpscaler(path: string): Promise<{ readonly folder: string; readonly manifest: UpscalerManifest }>;
  /** @returns what the picture looks like */
  thumbnail(options: {
    readonly source: string;
    readonly width: number;
    readonly output: string;
  }): Promise<PictureTraits>;
  /** How large a picture is, of what kind, and what it looks like. @throws FILE_NOT_FOUND, INVALID_INPUT for what is no picture */
  describe(source: string): Promise<DescribedPicture>;
  /** Makes a picture of any kind plain. @throws INVALID_INPUT for what is no picture */
  importPicture(options: { readonly source: string; readonly output: string }): Promise<ImportedPicture>;
  /** What a picture says of how it was made. @throws FILE_NOT_FOUND, REQUEST_TOO_LARGE, INVALID_INPUT for what is no picture */
  recall(source: string): Promise<Recalled>;
  /** How far the pixels of two pictures differ. @throws FILE_NOT_FOUND, INVALID_INPUT for what is no picture */
  compare(pictures: { readonly one: string; readonly other: string }): Promise<PixelDifference>;
  /** @throws what is wrong with the model's tokenizers */
  readPrompt(asked: AskedPrompt): Promise<PromptReading>;
  /** Another format, another size. @throws FILE_NOT_FOUND, INVALID_INPUT for what is no picture */
  convert(conversion: Conversion): Promise<void>;
  /** A picture as it leaves the library. @throws FILE_NOT_FOUND, INVALID_INPUT, DISK_FULL, DATA_FOLDER_READ_ONLY */
  exportPicture(asked: AskedExport): Promise<void>;
  grid(options: { readonly sources: readonly string[]; readonly output: string }): Promise<void>;
  contactSheet(sheet: ContactSheet): Promise<void>;
  animation(animation: Animation): Promise<void>;
  /** @throws FILE_NOT_FOUND, INVALID_INPUT for what is no picture */
  cutPicture(options: { readonly source: string; readonly output: string }): Promise<CutPicture>;
  packPalette(options: { readonly pictures: readonly string[]; readonly output: string }): Promise<PackedPalette>;
  /** @throws MODEL_MISSING_FILE, MODEL_CORRUPT */
  checkPalette(folder: string): Promise<void>;
}

/** @param ask rejects with what the host reports of a command that failed */
export function createImagingRequests(
  ask: (command: ImagingCommand) => Promise<FinalEvent>,
  nextId: (kind: string) => string,
): ImagingRequests {
  return {
    async inspect({ folder, hash }) {
      const event = await ask({ kind: 'inspect', id: nextId('inspect'), folder, hash });
      if (event.kind !== 'inspected') throw new TypeError(`an inspection ended with ${event.kind}`);
      return event.manifest;
    },
    async inspectLora(path) {
      const event = await ask({ kind: 'inspect-lora', id: nextId('inspect'), path });
      if (event.kind !== 'inspected-lora') throw new TypeError(`an inspection ended with ${event.kind}`);
      return event.facts;
    },
    async inspectUpscaler(path) {
      const event = await ask({ kind: 'inspect-upscaler', id: nextId('inspect'), path });
      if (event.kind !== 'inspected-upscaler') throw new TypeError(`an inspection ended with ${event.kind}`);
      return { folder: event.folder, manifest: event.manifest };
    },
    async thumbnail({ source, width, output }) {
      const event = await ask({ kind: 'thumbnail', id: nextId('thumbnail'), source, width, output });
      if (event.kind !== 'thumbnailed') throw new TypeError(`a thumbnail ended with ${event.kind}`);
      return event.traits;
    },
    async describe(source) {
      const event = await ask({ kind: 'describe', id: nextId('describe'), source });
      if (event.kind !== 'described') throw new TypeError(`a description ended with ${event.kind}`);
      const { width, height, format, traits } = event;
      return { width, height, format, traits };
    },
    async importPicture({ source, output }) {
      const event = await ask({ kind: 'import', id: nextId('import'), source, output });
      if (event.kind !== 'imported') throw new TypeError(`an import ended with ${event.kind}`);
      return { width: event.width, height: event.height, sha256: event.sha256 };
    },
    async recall(source) {
      const event = await ask({ kind: 'recall', id: nextId('recall'), source });
      if (event.kind !== 'recalled') throw new TypeError(`recalling ended with ${event.kind}`);
      return event.recalled;
    },
    async compare({ one, other }) {
      const event = await ask({ kind: 'compare', id: nextId('compare'), one, other });
      if (event.kind !== 'compared') throw new TypeError(`a comparison ended with ${event.kind}`);
      return event.difference;
    },
    async readPrompt(asked) {
      const event = await ask({ ...asked, kind: 'read-prompt', id: nextId('read-prompt') });
      if (event.kind !== 'prompt-read') throw new TypeError(`reading a prompt ended with ${event.kind}`);
      return event.reading;
    },
    async convert(conversion) {
      await ask({ ...conversion, kind: 'convert', id: nextId('convert') });
    },
    async exportPicture(asked) {
      await ask({ ...asked, kind: 'export', id: nextId('export') });
    },
    async grid({ sources, output }) {
      await ask({ kind: 'grid', id: nextId('grid'), sources: [...sources], output });
    },
    async contactSheet(sheet) {
      await ask({ ...sheet, kind: 'contact-sheet', id: nextId('contact-sheet') });
    },
    async animation(animation) {
      await ask({ ...animation, kind: 'animation', id: nextId('animation') });
    },
    async cutPicture({ source, output }) {
      const event = await ask({ kind: 'cut-picture', id: nextId('cut-picture'), source, output });
      if (event.kind !== 'cut') throw new TypeError(`a cut ended with ${event.kind}`);
      return { cutOut: event.cutOut, paper: event.paper };
    },
    async packPalette({ pictures, output }) {
      const event = await ask({ kind: 'pack-palette', id: nextId('pack'), pictures: [...pictures], output });
      if (event.kind !== 'packed') throw new TypeError(`packing ended with ${event.kind}`);
      return { pictures: event.pictures, colours: event.colours, sha256: event.sha256 };
    },
    async checkPalette(folder) {
      await ask({ kind: 'check-palette', id: nextId('check-palette'), folder });
    },
  };
}
