// Infotext: the text A1111 stores in its pictures under the key `parameters`, which the whole field reads.

import type { Variation } from '../domain/recipe.ts';
import { a1111NoiseNames, type NoiseGenerator } from '../domain/noise-generator.ts';
import { a1111SamplingOf, type SchedulerName, type SigmaSchedule } from '../domain/scheduler-name.ts';

export interface InfotextSource {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly steps: number;
  readonly scheduler: SchedulerName;
  /** How its noise levels are spaced; the model's way when left out. */
  readonly sigmas?: SigmaSchedule;
  readonly guidanceScale: number;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  /** The model's name as people know it. */
  readonly model: string;
  readonly variations: readonly Variation[];
  /** Only for models that have it: from following one picture, 0, to mixing many, 1. */
  readonly invention?: number;
  /** Sets of drawings the picture was made without. */
  readonly excludedSets?: readonly string[];
  readonly denoisingStrength?: number;
  /** The pass at a larger size; the size above is then that of the first one. */
  readonly hires?: {
    readonly scale: number;
    readonly steps: number;
    readonly denoise: number;
    /** As people know it. */
    readonly upscaler: string;
  };
  /** Which layer of the text encoder was read, from the end; the last when left out. */
  readonly clipSkip?: number;
  /** Which generator the noise came from. */
  readonly noise?: NoiseGenerator;
  /** Set for a picture that was enlarged after it was drawn. */
  readonly upscale?: { readonly factor: number; readonly upscaler: string };
  readonly appVersion: string;
}

export interface Infotext {
  readonly prompt: string;
  readonly negativePrompt: string;
  /** Keys as written, in order; a value such as `512x768` also stands as `Key-1` and `Key-2`. */
  readonly fields: ReadonlyMap<string, string>;
}

const negativeMark = 'Negative prompt:';
/** A last line with fewer fields than this is taken for a line of the prompt. */
const fieldsMin = 3;
/** A longer last line is no field list of any studio, and matching it would take time that grows with its square. */
const fieldLineMax = 10_000;

/**
 * A1111 knows one variation seed. A picture with a longer history names its last one there, and the whole chain in a
 * field of our own, so that other studios come close and Tessera exactly back.
 */
export function formatInfotext(source: InfotextSource): string {
  const { scheduler, sigmas = 'default', noise, hires } = source;
  const { sampler, schedule } = a1111SamplingOf({ scheduler, sigmas });
  const variation = source.variations.at(-1);
  const chain = source.variations.map(({ seed, strength }) => `${seed}:${strength}`);
  const fields: readonly (readonly [key: string, value: string | number | undefined])[] = [
    ['Steps', source.steps],
    ['Sampler', sampler],
    ['Schedule type', schedule],
    ['CFG scale', source.guidanceScale],
    ['Seed', source.seed],
    ['Size', `${source.width}x${source.height}`],
    ['Model', source.model],
    ['Variation seed', variation?.seed],
    ['Variation seed strength', variation?.strength],
    ['Invention', source.invention],
    ['Excluded sets', source.excludedSets?.join(' ') || undefined],
    ['Denoising strength', hires?.denoise ?? source.denoisingStrength],
    ['Hires upscale', hires?.scale],
    ['Hires steps', hires?.steps],
    ['Hires upscaler', hires?.upscaler],
    // A1111's own default is left out, so that its readers find nothing new.
    ['Clip skip', source.clipSkip === 1 ? undefined : source.clipSkip],
    ['RNG', noise === undefined ? undefined : a1111NoiseNames[noise]],
    ['Postprocess upscale by', source.upscale?.factor],
    ['Postprocess upscaler', source.upscale?.upscaler],
    ['Variations', chain.length > 1 ? chain.join(', ') : undefined],
    ['Version', `Tessera ${source.appVersion}`],
  ];
  const parameters = fields
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => (key === value ? key : `${key}: ${quote(String(value))}`))
    .join(', ');
  const negative = source.negativePrompt === '' ? '' : `\n${negativeMark} ${source.negativePrompt}`;
  return `${source.prompt}${negative}\n${parameters}`.trim();
}

/** Reads an infotext as A1111, Forge and Fooocus do: lines trimmed, and the last one is fields only if it looks so. */
export function parseInfotext(text: string): Infotext {
  const lines = text.trim().split('\n');
  const fields = fieldsOf(lines.at(-1) ?? '');
  if (fields !== null) lines.pop();
  const prompt: string[] = [];
  const negative: string[] = [];
  let target = prompt;
  for (const line of lines.map((written) => written.trim())) {
    if (line.startsWith(negativeMark)) {
      target = negative;
      target.push(line.slice(negativeMark.length).trim());
    } else {
      target.push(line);
    }
  }
  return { prompt: prompt.join('\n'), negativePrompt: negative.join('\n'), fields: fields ?? new Map() };
}

function fieldsOf(line: string): Map<string, string> | null {
  if (line.length > fieldLineMax) return null;
  const found = [...line.matchAll(/\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/g)];
  if (found.length < fieldsMin) return null;
  const fields = new Map<string, string>();
  for (const [, key = '', written = ''] of found) {
    const value = unquote(written);
    fields.set(key, value);
    const size = /^(\d+)x(\d+)$/.exec(value);
    if (size?.[1] !== undefined && size[2] !== undefined) {
      fields.set(`${key}-1`, size[1]);
      fields.set(`${key}-2`, size[2]);
    }
  }
  return fields;
}

/** Only what would break the list is quoted; readers compare the rest as it stands. */
function quote(value: string): string {
  return /[,\n:]/.test(value) ? JSON.stringify(value) : value;
}

function unquote(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'string' ? parsed : value;
  } catch {
    // Somebody else's quotation marks: they belong to the value.
    return value;
  }
}
