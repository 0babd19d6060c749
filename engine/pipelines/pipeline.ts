// What every family of models is to the engine: a thing that is loaded once and draws one picture at a time.

import type { Note } from '../../shared/domain/note.ts';
import type { ResolvedRecipe, Variation } from '../../shared/domain/recipe.ts';
import type { DrawnFrom } from '../../shared/domain/exemplar-source.ts';
import type { JobStage } from '../../shared/domain/job.ts';
import type { TensorRuntime } from '../runtime/tensor-runtime.ts';

/** sRGB, 8 bits, rows from the top, RGB interleaved: data.length === width * height * 3. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface Latents {
  /** f32[channels, height, width], as the decoder takes them before scaling. */
  readonly data: Float32Array;
  readonly dims: readonly [number, number, number];
}

/** How a pipeline tells what it does; the server throttles, adds time left and sends it on. */
export interface PipelineReport {
  /** Called after every model run; `fraction` 0..1 is of the picture being drawn. */
  step(stage: JobStage, fraction: number): void;
  /** Cheap preview of the current guess; `make` is called only when a preview is due. */
  preview(make: () => RgbImage): void;
  note(note: Note): void;
  log(line: string): void;
}

/** A picture to start from, already of the recipe's size. */
export interface PictureSource {
  readonly image: RgbImage;
  /** 0 keeps the picture, 1 keeps nothing of it. */
  readonly strength: number;
  /** u8[height * width]: 255 is painted anew, 0 is kept; null paints everything anew. */
  readonly mask: Uint8Array | null;
  /** Whether all of the recipe's steps are taken however small the strength; otherwise that share of them. */
  readonly takesAllSteps?: boolean;
}

export interface StepJournal {
  /** From the first step on; they are used in place of asking the model. */
  readonly known: readonly Float32Array[];
  add(answer: Float32Array): void;
}

export interface PictureRequest {
  readonly recipe: ResolvedRecipe;
  readonly seed: number;
  readonly variations: readonly Variation[];
  /** Only for models whose capabilities say imageToImage, and with a mask only for inpainting. */
  readonly source: PictureSource | null;
  /**
   * Gives the event loop a turn, so that a cancel can arrive, then throws CANCELLED if it did.
   * Await it after every model run.
   */
  readonly checkpoint: () => Promise<void>;
  /** What the model answered to an earlier attempt, for pipelines that go step by step; left out where none is kept. */
  readonly journal?: StepJournal;
  readonly report: PipelineReport;
}

export interface Picture {
  readonly image: RgbImage;
  readonly latents: Latents | null;
  /** Only of models that recombine drawings; left out by all others. */
  readonly drawnFrom?: DrawnFrom;
}

export interface Pipeline {
  /** @throws TesseraError as the runtime does; CANCELLED from the checkpoint; NUMERIC_FAILURE for NaN or flat pictures */
  draw(request: PictureRequest): Promise<Picture>;
  close(): Promise<void>;
}

/** Each family exports one of these; it reads the folder and opens sessions lazily. */
export type LoadPipeline = (options: {
  readonly folder: string;
  /** Set when the folder is a palette: the name of its set, and the folder of the model it extends. */
  readonly palette?: { readonly id: string; readonly base: string } | null;
  readonly runtime: TensorRuntime;
}) => Promise<Pipeline>;
