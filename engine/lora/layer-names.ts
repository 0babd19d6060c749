// The many names of one layer: what trainers call it, turned into the part of the model and the path inside it, with "_" for every ".".

export const loraParts = ['unet', 'text_encoder', 'text_encoder_2', 'text_encoder_3', 'transformer'] as const;
export type LoraPart = (typeof loraParts)[number];

export interface LayerName {
  readonly part: LoraPart;
  /** Such as down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q. */
  readonly layer: string;
}

/** Prefixes as kohya's scripts write them, and as diffusers and peft do. */
const prefixes: readonly (readonly [prefix: string, part: LoraPart])[] = [
  ['lora_unet_', 'unet'],
  ['lora_te1_', 'text_encoder'],
  ['lora_te2_', 'text_encoder_2'],
  ['lora_te3_', 'text_encoder_3'],
  ['lora_te_', 'text_encoder'],
  ['lora_transformer_', 'transformer'],
  ['unet.', 'unet'],
  ['text_encoder.', 'text_encoder'],
  ['text_encoder_2.', 'text_encoder_2'],
  ['text_encoder_3.', 'text_encoder_3'],
  ['transformer.', 'transformer'],
];

/** @returns null for a name of no scheme known here */
export function layerName(key: string): LayerName | null {
  const known = prefixes.find(([prefix]) => key.startsWith(prefix));
  if (known === undefined) return null;
  const [prefix, part] = known;
  const flat = key
    .slice(prefix.length)
    .replace(/^base_model\.model\./, '')
    // Attention processors of older diffusers held the layers beside the ones they change.
    .replace(/\.processor\.(to_[qkv]|to_out)_lora$/, (_, name: string) => `.${name === 'to_out' ? 'to_out.0' : name}`)
    .replace(/\.lora_linear_layer$/, '')
    .replaceAll('.', '_');
  return { part, layer: part === 'unet' ? fromBlocks(flat) : withoutWrapper(flat) };
}

/** Text encoders lie in a module of their own, which later versions of their library left out of the names. */
export function withoutWrapper(layer: string): string {
  return layer.replace(/^text_model_/, '');
}

const innerNames: readonly (readonly [from: RegExp, to: string])[] = [
  [/in_layers_2$/, 'conv1'],
  [/out_layers_3$/, 'conv2'],
  [/emb_layers_1$/, 'time_emb_proj'],
  [/skip_connection$/, 'conv_shortcut'],
];

/**
 * The original code numbers its blocks through, three to a resolution going down and three coming up; diffusers nests them.
 * Names of the nested kind come back as they are.
 */
function fromBlocks(flat: string): string {
  const match = /^(input_blocks|output_blocks)_(\d+)_(\d+)_(.+)$/.exec(flat);
  if (match !== null) {
    const [, kind, block = '0', place, rest = ''] = match;
    const isDown = kind === 'input_blocks';
    const number = Number(block) - (isDown ? 1 : 0);
    if (number < 0) return rest === '' ? 'conv_in' : `conv_in_${rest}`;
    const level = `${isDown ? 'down' : 'up'}_blocks_${Math.floor(number / 3)}`;
    const within = number % 3;
    if (isDown && rest === 'op') return `${level}_downsamplers_0_conv`;
    if (!isDown && rest === 'conv') return `${level}_upsamplers_0_conv`;
    if (place === '0') return `${level}_resnets_${within}_${inner(rest)}`;
    return `${level}_attentions_${within}_${rest}`;
  }
  const middle = /^middle_block_([012])_(.+)$/.exec(flat);
  if (middle !== null) {
    const [, place, rest = ''] = middle;
    if (place === '1') return `mid_block_attentions_0_${rest}`;
    return `mid_block_resnets_${place === '0' ? 0 : 1}_${inner(rest)}`;
  }
  return flat;
}

function inner(name: string): string {
  for (const [from, to] of innerNames) if (from.test(name)) return to;
  return name;
}
