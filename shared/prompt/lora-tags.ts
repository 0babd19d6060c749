// <lora:name:0.8> in a prompt, as the field writes it: taken out of the words and told apart.

/** A1111's own pattern for extra networks, kept to LoRA: other tags are words to us. */
const tag = /<lora:([^:>]+)(?::(-?\d+(?:\.\d+)?))?(?::[^>]*)?>/g;

export interface TaggedLora {
  readonly name: string;
  readonly strength: number;
}

/** @returns the prompt without its tags, and the tags in order; a name given twice keeps its last strength */
export function takeLoraTags(prompt: string): { readonly prompt: string; readonly loras: readonly TaggedLora[] } {
  const loras = new Map<string, number>();
  const rest = prompt.replaceAll(tag, (_, name: string, strength: string | undefined) => {
    loras.set(name.trim(), strength === undefined ? 1 : Number(strength));
    return '';
  });
  if (loras.size === 0) return { prompt, loras: [] };
  return {
    prompt: rest.replaceAll(/[ \t]{2,}/g, ' ').trim(),
    loras: [...loras].map(([name, strength]) => ({ name, strength })),
  };
}

export function loraTag({ name, strength }: TaggedLora): string {
  return `<lora:${name}:${strength}>`;
}
