// A flow-matching transformer as a denoiser: feeds its graph what its family is told, and applies guidance.

import { TesseraError } from '../../../shared/errors.ts';
import type { Session, Tensor } from '../../runtime/tensor-runtime.ts';
import type { EncodedText } from '../../text-encoders/text-encoder.ts';
import type { DenoiseRequest, Denoiser } from '../stable-diffusion/denoiser.ts';
import { finite, guided } from '../stable-diffusion/guided-prediction.ts';
import { packed, pictureIds, unpacked } from './latent-packing.ts';
import { type FlowTransformerConfigs, transformerPaths } from './model-configs.ts';
import { checkTransformerInputs } from './transformer-inputs.ts';

/** Flux counts time from 0 to 1, where schedulers count to the number of training timesteps. */
const trainingTimesteps = 1000;

/** @throws MODEL_UNSUPPORTED when the graph is not what the folder's family has */
export function createTransformer(options: {
  readonly session: Session;
  readonly configs: FlowTransformerConfigs;
}): Denoiser {
  const { session, configs } = options;
  const { dims: sampleDims } = checkTransformerInputs({ inputs: session.inputs, configs });
  const outputName = session.outputs[0]?.name;
  if (outputName === undefined) throw unsupported('gives nothing');
  const isFlux = configs.family === 'flux';
  const takesGuidance = session.inputs.some((input) => input.name === 'guidance');

  async function run(request: DenoiseRequest, words: EncodedText): Promise<Float32Array> {
    if (words.pooled === null)
      throw unsupported('wants the whole text as one vector, which no text encoder here gives');
    const feeds = {
      encoder_hidden_states: words.states,
      pooled_projections: words.pooled,
      ...(isFlux ? fluxFeeds(request, words.states, takesGuidance) : stableDiffusion3Feeds(request)),
    };
    const data = (await session.run(feeds))[outputName ?? '']?.data;
    await request.afterRun();
    if (!(data instanceof Float32Array) || data.length !== request.sample.data.length) {
      throw unsupported('gives another size than it takes');
    }
    return isFlux ? unpacked(data, latentDims(request)) : data;
  }

  return {
    sampleDims,
    runsPerStep: { guided: 2, plain: 1 },
    embedsGuidance: isFlux,
    seesMask: false,
    readsLongPrompts: false,
    async predict(request) {
      const { prompt, negative, guidanceScale } = request;
      const unconditional = negative === null ? null : await run(request, negative);
      const conditional = await run(request, prompt);
      const prediction = unconditional === null ? conditional : guided(unconditional, conditional, guidanceScale);
      return finite(prediction, transformerPaths.transformer);
    },
  };
}

function stableDiffusion3Feeds({ sample, timestep }: DenoiseRequest): Record<string, Tensor> {
  return { hidden_states: sample, timestep: oneNumber(timestep) };
}

function fluxFeeds(request: DenoiseRequest, words: Tensor, takesGuidance: boolean): Record<string, Tensor> {
  const dims = latentDims(request);
  const length = words.dims[1] ?? 0;
  return {
    hidden_states: packed(latentsOf(request), dims),
    timestep: oneNumber(request.timestep / trainingTimesteps),
    img_ids: pictureIds(dims),
    // Words have no place in the picture.
    txt_ids: { type: 'float32', dims: [length, 3], data: new Float32Array(length * 3) },
    ...(takesGuidance ? { guidance: oneNumber(request.guidanceScale) } : {}),
  };
}

function oneNumber(value: number): Tensor {
  return { type: 'float32', dims: [1], data: Float32Array.of(value) };
}

function latentsOf({ sample }: DenoiseRequest): Float32Array {
  if (sample.data instanceof Float32Array) return sample.data;
  throw new TesseraError('INTERNAL', 'Latents came as something else than float32.');
}

function latentDims({ sample }: DenoiseRequest): [channels: number, height: number, width: number] {
  const [, channels = 0, height = 0, width = 0] = sample.dims;
  return [channels, height, width];
}

function unsupported(what: string): TesseraError {
  return new TesseraError('MODEL_UNSUPPORTED', `${transformerPaths.transformer} ${what}.`, {
    details: { file: transformerPaths.transformer },
  });
}
