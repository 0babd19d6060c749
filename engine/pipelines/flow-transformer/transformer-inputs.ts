// Which inputs the graph of a flow-matching transformer has, and whether they are those of the family its folder is of.

import { TesseraError } from '../../../shared/errors.ts';
import { transformerPaths, type FlowTransformerConfigs } from './model-configs.ts';

interface Input {
  readonly name: string;
  readonly dims: readonly (number | string)[];
}

const shared = ['hidden_states', 'encoder_hidden_states', 'pooled_projections', 'timestep'];
/** Places of tokens, which Flux is told and Stable Diffusion 3 works out. */
const placed = ['img_ids', 'txt_ids'];

/**
 * The transformer's `hidden_states`: [batch, channels, height, width], or for Flux [batch, tokens, channels].
 * @throws MODEL_UNSUPPORTED when the graph wants what this family cannot give, or less than it needs
 */
export function checkTransformerInputs<Described extends Input>(options: {
  readonly inputs: readonly Described[];
  readonly configs: FlowTransformerConfigs;
}): Described {
  const { inputs, configs } = options;
  const needed = configs.family === 'flux' ? [...shared, ...placed] : shared;
  const allowed = configs.family === 'flux' ? [...needed, 'guidance'] : needed;
  const missing = needed.find((name) => !inputs.some((input) => input.name === name));
  const strange = inputs.find((input) => !allowed.includes(input.name));
  if (missing !== undefined) throw unsupported(`lacks the input ${missing} that a transformer of this family has`);
  if (strange !== undefined)
    throw unsupported(`takes ${strange.name}, which Tessera cannot give a model of this family`);
  const sample = inputs.find((input) => input.name === 'hidden_states');
  if (sample === undefined) throw new TesseraError('INTERNAL', 'An input that was just found is gone.');
  const [channels, wanted] =
    configs.family === 'flux'
      ? [sample.dims[2], configs.latentChannels * configs.patch ** 2]
      : [sample.dims[1], configs.latentChannels];
  if (typeof channels === 'number' && channels > 0 && channels !== wanted) {
    throw unsupported(
      `takes ${channels} channels where ${wanted} were due: it is made for editing. Use the model it was made from`,
    );
  }
  return sample;
}

function unsupported(what: string): TesseraError {
  return new TesseraError('MODEL_UNSUPPORTED', `${transformerPaths.transformer} ${what}.`, {
    details: { file: transformerPaths.transformer },
  });
}
