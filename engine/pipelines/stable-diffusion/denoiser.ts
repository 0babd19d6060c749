// The denoiser behind one call: finds out what its graph wants, feeds that, and applies guidance.

import { TesseraError } from '../../../shared/errors.ts';
import type { Session, Tensor, TensorInfo } from '../../runtime/tensor-runtime.ts';
import type { EncodedText } from '../../text-encoders/text-encoder.ts';
import { assignDenoiserInputs } from './denoiser-inputs.ts';
import { finite, guided } from './guided-prediction.ts';
import { guidanceEmbedding } from './guidance-embedding.ts';
import { modelPaths } from './model-configs.ts';

export interface DenoiseRequest {
  /** f32[1, channels, height, width], already scaled for the model. */
  readonly sample: Tensor;
  /** Mask and masked picture, f32[1 + channels, height, width], for denoisers that see them. */
  readonly beside?: Float32Array | null;
  readonly timestep: number;
  readonly prompt: EncodedText;
  /** null leaves guidance out. */
  readonly negative: EncodedText | null;
  /** Pixels of the picture; Stable Diffusion XL is told. */
  readonly size: { readonly width: number; readonly height: number };
  readonly guidanceScale: number;
  /** Awaited after every run of the graph. */
  readonly afterRun: () => Promise<void>;
}

export interface Denoiser {
  readonly sampleDims: readonly (number | string)[];
  /** Runs of the graph for one step, with guidance and without. */
  readonly runsPerStep: { readonly guided: number; readonly plain: number };
  /** Guidance was distilled into it, with or without an input for the scale: it is never run for the negative prompt. */
  readonly embedsGuidance: boolean;
  /** Made for inpainting: it wants `beside` in every request. */
  readonly seesMask: boolean;
  /** Whether it takes the states of more ids than one text encoder gives at once. */
  readonly readsLongPrompts: boolean;
  /** The model's prediction, f32 of the sample's size, owned by the caller. @throws NUMERIC_FAILURE */
  predict(request: DenoiseRequest): Promise<Float32Array>;
}

/** @throws MODEL_UNSUPPORTED when the graph is no text-to-image denoiser of Stable Diffusion */
export function createDenoiser(options: {
  readonly session: Session;
  readonly latentChannels: number;
  readonly guidanceWidth: number | undefined;
}): Denoiser {
  const { session } = options;
  const roles = assignDenoiserInputs({ inputs: session.inputs, latentChannels: options.latentChannels });
  const output = session.outputs.find((candidate) => candidate.name === 'out_sample') ?? session.outputs[0];
  if (output === undefined) throw unsupported('gives nothing');
  const outputName = output.name;
  // Some exports have the pair for guidance written into the graph.
  const fixedPair = roles.sample.dims[0] === 2;
  const integerTime = roles.timestep.type === 'int64' || roles.timestep.type === 'int32';

  async function run(request: DenoiseRequest, words: EncodedText): Promise<Float32Array> {
    const batch = words.states.dims[0] ?? 1;
    const size = request.sample.data.length;
    const sample = repeated(withBeside(request.sample, request.beside ?? null), batch);
    const feeds = {
      [roles.sample.name]: sample,
      [roles.timestep.name]: timestepTensor(request.timestep, batch),
      [roles.words.name]: words.states,
      ...added(words.pooled, request.size, batch),
      ...(roles.guidance === null ? {} : { [roles.guidance.name]: embedding(roles.guidance, request.guidanceScale) }),
    };
    const data = (await session.run(feeds))[outputName]?.data;
    await request.afterRun();
    if (!(data instanceof Float32Array) || data.length !== size * batch) {
      throw unsupported('gives another size than it takes; models that also predict their variance are not supported');
    }
    return data;
  }

  function timestepTensor(timestep: number, batch: number): Tensor {
    const value = integerTime ? Math.trunc(timestep) : timestep;
    // A list with an open or matching length gets one entry for each picture of the pair; everything else one value.
    const perPicture = roles.timestep.dims.length === 1 && roles.timestep.dims[0] === batch;
    const count = perPicture ? batch : 1;
    return { type: 'float32', dims: [count], data: new Float32Array(count).fill(value) };
  }

  function added(pooled: Tensor | null, size: DenoiseRequest['size'], batch: number): Record<string, Tensor> {
    if (roles.added === null) return {};
    if (pooled === null) throw unsupported(`wants the whole text as one vector, which no text encoder here gives`);
    return { [roles.added.pooled.name]: pooled, [roles.added.timeIds.name]: repeated(timeIds(size), batch) };
  }

  function embedding(input: TensorInfo, guidanceScale: number): Tensor {
    const declared = input.dims[1];
    const width = typeof declared === 'number' ? declared : options.guidanceWidth;
    if (width === undefined)
      throw unsupported('wants a guidance embedding, and unet/config.json does not say how wide');
    return { type: 'float32', dims: [1, width], data: guidanceEmbedding(guidanceScale, width) };
  }

  return {
    sampleDims: roles.sample.dims,
    runsPerStep: { guided: fixedPair ? 1 : 2, plain: 1 },
    embedsGuidance: roles.guidance !== null,
    seesMask: roles.seesMask,
    readsLongPrompts: typeof roles.words.dims[1] !== 'number',
    async predict(request) {
      const { prompt, negative, guidanceScale } = request;
      checkWidth(roles.words, prompt.states);
      if (fixedPair) {
        const pair = await run(request, paired(negative ?? prompt, prompt));
        const half = pair.length / 2;
        if (negative === null) return finite(pair.slice(half), modelPaths.unet);
        return finite(guided(pair.subarray(0, half), pair.subarray(half), guidanceScale), modelPaths.unet);
      }
      // One after the other, because a pair at once needs twice the memory and on a CPU is no faster.
      const unconditional = negative === null ? null : await run(request, negative);
      const conditional = await run(request, prompt);
      const prediction = unconditional === null ? conditional : guided(unconditional, conditional, guidanceScale);
      return finite(prediction, modelPaths.unet);
    },
  };
}

function checkWidth(input: TensorInfo, words: Tensor): void {
  const wanted = input.dims[2];
  const given = words.dims[2];
  if (typeof wanted === 'number' && wanted > 0 && wanted !== given) {
    throw unsupported(
      `reads words as ${wanted} numbers each, and ${modelPaths.textEncoder} writes ${given}: the folder mixes two models`,
    );
  }
}

/**
 * What Stable Diffusion XL is told of sizes, each height first: the original's, the crop's corner, the picture's. Asking for
 * an original of the very size and no crop gives whole, sharp pictures: https://arxiv.org/abs/2307.01952, section 2.2.
 */
function timeIds({ width, height }: DenoiseRequest['size']): Tensor {
  return { type: 'float32', dims: [1, 6], data: Float32Array.of(height, width, 0, 0, height, width) };
}

/** More channels behind those of the sample. */
function withBeside(sample: Tensor, beside: Float32Array | null): Tensor {
  if (beside === null) return sample;
  const [, , height = 1, width = 1] = sample.dims;
  const data = new Float32Array(sample.data.length + beside.length);
  data.set(sample.data as Float32Array);
  data.set(beside, sample.data.length);
  return { type: 'float32', dims: [1, data.length / (height * width), height, width], data };
}

function paired(first: EncodedText, second: EncodedText): EncodedText {
  const pooled = first.pooled === null || second.pooled === null ? null : stacked(first.pooled, second.pooled);
  return { states: stacked(first.states, second.states), pooled };
}

function repeated(tensor: Tensor, batch: number): Tensor {
  return batch === 1 ? tensor : stacked(tensor, tensor);
}

function stacked(first: Tensor, second: Tensor): Tensor {
  const data = new Float32Array(first.data.length + second.data.length);
  data.set(first.data as Float32Array);
  data.set(second.data as Float32Array, first.data.length);
  return { type: 'float32', dims: [2, ...first.dims.slice(1)], data };
}

function unsupported(what: string): TesseraError {
  return new TesseraError('MODEL_UNSUPPORTED', `${modelPaths.unet} ${what}.`, { details: { file: modelPaths.unet } });
}
