// Which input of a denoiser's graph is which, and the inputs by which graphs of other families are known.

import { TesseraError } from '../../../shared/errors.ts';
import { modelPaths } from './model-configs.ts';

/** An input as a session or a graph's header describes it. */
interface Input {
  readonly name: string;
  readonly dims: readonly (number | string)[];
}

export interface DenoiserInputs<Described extends Input> {
  /** [batch, channels, height, width] */
  readonly sample: Described;
  /** One number, or one for each picture. */
  readonly timestep: Described;
  /** Hidden states of the text: [batch, ids, width] */
  readonly words: Described;
  /** The guidance embedding of a latent consistency model. */
  readonly guidance: Described | null;
  /** What Stable Diffusion XL is told beside the words: the whole text as one vector, and sizes. */
  readonly added: { readonly pooled: Described; readonly timeIds: Described } | null;
  /** Made for inpainting: the sample carries a mask and the latents of the masked picture behind its own channels. */
  readonly seesMask: boolean;
}

/** Inputs of other families, and the family each gives away. */
const foreignInputs: ReadonlyMap<string, string> = new Map([
  ['pooled_projections', 'Stable Diffusion 3 or Flux'],
  ['img_ids', 'Flux'],
  ['class_labels', 'an upscaler'],
]);

/**
 * Goes by the names exporters agree on, else by rank: pictures have four dimensions, words three, time one or none.
 * @throws MODEL_UNSUPPORTED when the graph is no text-to-image denoiser of Stable Diffusion
 */
export function assignDenoiserInputs<Described extends Input>(options: {
  readonly inputs: readonly Described[];
  readonly latentChannels: number;
}): DenoiserInputs<Described> {
  const rest = [...options.inputs];
  const takeAt = (place: number) => (place === -1 ? undefined : rest.splice(place, 1)[0]);
  const takeNamed = (name: string) => takeAt(rest.findIndex((input) => input.name === name));
  const takeRanked = (fits: (rank: number) => boolean) => takeAt(rest.findIndex((input) => fits(input.dims.length)));

  const foreign = rest.find((input) => foreignInputs.has(input.name));
  if (foreign !== undefined) {
    const family = foreignInputs.get(foreign.name);
    throw unsupported(
      `takes ${foreign.name}: it belongs to ${family}, and not where a denoiser of Stable Diffusion is due`,
    );
  }
  const guidance = takeNamed('timestep_cond') ?? null;
  const pooled = takeNamed('text_embeds');
  const timeIds = takeNamed('time_ids');
  const sample = takeNamed('sample') ?? takeRanked((rank) => rank === 4);
  const words = takeNamed('encoder_hidden_states') ?? takeRanked((rank) => rank === 3);
  const timestep = takeNamed('timestep') ?? takeRanked((rank) => rank <= 1);
  if (sample === undefined || words === undefined || timestep === undefined || rest.length > 0) {
    const names = options.inputs.map((input) => input.name).join(', ');
    throw unsupported(`takes ${names}; to draw from words it must take a sample, a timestep and hidden states alone`);
  }
  const channels = sample.dims[1];
  const seesMask = channels === 2 * options.latentChannels + 1;
  if (typeof channels === 'number' && channels !== options.latentChannels && !seesMask) {
    throw unsupported(
      `takes ${channels} channels where the decoder has ${options.latentChannels}: it is made for editing or upscaling. Use the model it was made from`,
    );
  }
  return { sample, timestep, words, guidance, added: addedInputs(pooled, timeIds), seesMask };
}

/** Six numbers of sizes in the base model; its refiner takes five, and redraws pictures instead of drawing them. */
function addedInputs<Described extends Input>(
  pooled: Described | undefined,
  timeIds: Described | undefined,
): DenoiserInputs<Described>['added'] {
  if (pooled === undefined && timeIds === undefined) return null;
  if (pooled === undefined || timeIds === undefined) {
    throw unsupported(`takes only one of text_embeds and time_ids, where Stable Diffusion XL takes both`);
  }
  if (timeIds.dims[1] === 5) {
    throw unsupported('is the refiner of Stable Diffusion XL, which only redraws pictures. Use the base model');
  }
  return { pooled, timeIds };
}

function unsupported(what: string): TesseraError {
  return new TesseraError('MODEL_UNSUPPORTED', `${modelPaths.unet} ${what}.`, { details: { file: modelPaths.unet } });
}
