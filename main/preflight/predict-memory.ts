// How much memory a picture will take, and what the engine will do to stay within what there is: the same choices it makes itself.

import {
  activationBytes,
  autoencoderTiles,
  type Latents2d,
  largestTensorBytes,
  loadedBytes,
  type ModelMemory,
  type PartMemory,
} from '../../shared/domain/model-memory.ts';
import type { Note } from '../../shared/domain/note.ts';
import type { Preflight } from '../../shared/domain/preflight.ts';
import { electronAllocationLimitBytes } from '../engine/host-choice.ts';
import type { RunTime } from '../store/run-time-table.ts';
import { median } from './median.ts';

export interface AskedMemory {
  readonly width: number;
  readonly height: number;
  readonly fromPicture: boolean;
  readonly freeBytes: number;
  /** Whether the host is Electron's, whose allocator ends it for a tensor of a gibibyte. */
  readonly isBounded: boolean;
}

/** An engine host without a model: Node, ONNX Runtime and the image library. */
const hostBytes = 140 * 2 ** 20;
/** Further off than that, and what was measured was something else. */
const leastRatio = 0.25;
const mostRatio = 4;
const gibibyte = 2 ** 30;

interface Choice {
  readonly peakBytes: number;
  readonly oneAtATime: boolean;
  /** Latents per side of the decoder's tiles; null decodes the whole. */
  readonly tile: number | null;
  /** Of the denoiser, where no host of this kind may take it. */
  readonly tooLargeBytes: number | null;
}

/** @param runs of this model, newest first */
export function predictMemory(
  memory: ModelMemory | undefined,
  runs: readonly RunTime[],
  asked: AskedMemory,
): { readonly memory: Preflight['memory']; readonly notes: Note[] } {
  const { freeBytes } = asked;
  if (memory === undefined) {
    const peakBytes = peakOfNearest(runs, asked);
    return { memory: { peakBytes, basis: peakBytes === null ? 'unknown' : 'learned', freeBytes }, notes: [] };
  }
  const choice = choose(memory, asked);
  const ratio = learnedRatio(memory, runs);
  const peakBytes = Math.round(choice.peakBytes * (ratio ?? 1));
  return {
    memory: { peakBytes, basis: ratio === null ? 'computed' : 'learned', freeBytes },
    notes: notesOf(choice, { peakBytes, freeBytes, latentFactor: memory.latentFactor }),
  };
}

function choose(memory: ModelMemory, asked: AskedMemory): Choice {
  const latents = { width: asked.width / memory.latentFactor, height: asked.height / memory.latentFactor };
  const parts = memory.parts.filter(({ part }) => part !== 'vae_encoder' || asked.fromPicture);
  const weights = parts.reduce((sum, part) => sum + loadedBytes(part.weightBytes), 0);
  const oneAtATime = weights > asked.freeBytes;
  const denoiser = parts.find(({ part }) => part === 'unet' || part === 'transformer');
  const tensor = denoiser === undefined ? 0 : largestTensorBytes(denoiser, latents);
  const tooLargeBytes = asked.isBounded && tensor >= electronAllocationLimitBytes ? tensor : null;
  const limitBytes =
    asked.isBounded && tooLargeBytes === null ? electronAllocationLimitBytes : Number.POSITIVE_INFINITY;
  const decoder = parts.find(({ part }) => part === 'vae_decoder');
  const room = asked.freeBytes - (oneAtATime ? 0 : weights);
  const tile = decoder === undefined ? null : tileOf(decoder, { latents, limitBytes, room });
  const activations = parts.map((part) => ({ part, bytes: activationBytes(part, pieceOf(part, latents, tile)) }));
  const peak = oneAtATime
    ? Math.max(...activations.map(({ part, bytes }) => loadedBytes(part.weightBytes) + bytes))
    : weights + Math.max(0, ...activations.map(({ bytes }) => bytes));
  return { peakBytes: hostBytes + peak, oneAtATime, tile, tooLargeBytes };
}

function pieceOf({ part }: PartMemory, latents: Latents2d, tile: number | null): Latents2d {
  if (tile === null || !part.startsWith('vae_')) return latents;
  return { width: Math.min(tile, latents.width), height: Math.min(tile, latents.height) };
}

/** The first rung that fits, as engine/pipelines/stable-diffusion/gentle-run.ts climbs down; the last where none does. */
function tileOf(
  decoder: PartMemory,
  { latents, limitBytes, room }: { readonly latents: Latents2d; readonly limitBytes: number; readonly room: number },
): number | null {
  const rungs = [null, ...autoencoderTiles.filter((tile) => tile < Math.max(latents.width, latents.height))];
  const fitting = rungs.find((tile) => {
    const piece = pieceOf(decoder, latents, tile);
    return largestTensorBytes(decoder, piece) < limitBytes && activationBytes(decoder, piece) < room;
  });
  return fitting === undefined ? (rungs.at(-1) ?? null) : fitting;
}

/** By how much runs held more, or less, than their sizes had told. */
function learnedRatio(memory: ModelMemory, runs: readonly RunTime[]): number | null {
  const ratios = runs.flatMap(({ width, height, peakBytes }) => {
    if (peakBytes === null) return [];
    const computed = choose(memory, { width, height, fromPicture: false, freeBytes: Infinity, isBounded: false });
    return peakBytes / computed.peakBytes;
  });
  const ratio = median(ratios);
  return ratio === null ? null : Math.min(mostRatio, Math.max(leastRatio, ratio));
}

/** Of a model that tells no sizes: the most that its runs of the nearest size held. */
function peakOfNearest(runs: readonly RunTime[], { width, height }: AskedMemory): number | null {
  const measured = runs.flatMap((run) => (run.peakBytes === null ? [] : [{ ...run, peakBytes: run.peakBytes }]));
  const distance = (run: RunTime) => Math.abs(Math.log((run.width * run.height) / (width * height)));
  const nearest = Math.min(...measured.map(distance));
  const alike = measured.filter((run) => distance(run) === nearest);
  return alike.length === 0 ? null : Math.max(...alike.map(({ peakBytes }) => peakBytes));
}

function notesOf(
  { oneAtATime, tile, tooLargeBytes }: Choice,
  told: { readonly peakBytes: number; readonly freeBytes: number; readonly latentFactor: number },
): Note[] {
  const notes: Note[] = [];
  if (tile !== null) {
    const pixels = String(tile * told.latentFactor);
    const message = `Decoding will work in tiles of ${pixels} × ${pixels} pixels, to stay within memory. Colours may differ a little.`;
    notes.push({ code: 'WILL_TILE', message, values: { pixels } });
  }
  if (oneAtATime) {
    const message = 'The parts of the model will be loaded one at a time, to stay within memory; drawing takes longer.';
    notes.push({ code: 'WILL_LOAD_PARTS', message, values: {} });
  }
  if (tooLargeBytes !== null) {
    const size = gigabytes(tooLargeBytes);
    const message = `The plain Node host will draw this picture: Electron allows no tensor of ${size} GB.`;
    notes.push({ code: 'WILL_CHANGE_HOST', message, values: { size } });
  }
  if (told.peakBytes > told.freeBytes) {
    const [needed, free] = [gigabytes(told.peakBytes), gigabytes(told.freeBytes)];
    const message = `This may not fit into memory: it needs about ${needed} GB, and ${free} GB are free. Choose a smaller size or close other programs.`;
    notes.push({ code: 'WILL_NOT_FIT', message, values: { needed, free } });
  }
  return notes;
}

function gigabytes(bytes: number): string {
  return (bytes / gibibyte).toFixed(1);
}
