// How a latent consistency model is told the guidance scale: as waves of it, where a timestep's waves would be.
//
// Luo et al., "Latent Consistency Models", 2023, https://arxiv.org/abs/2310.04378, section 4.2; waves as in Vaswani et al.,
// "Attention Is All You Need", 2017, section 3.5. omega -> guidanceScale - 1, scaled by 1000 like a timestep.

const waveBase = 10_000;
const timestepScale = 1000;

/** f32[width]: sines of all frequencies, then cosines. */
export function guidanceEmbedding(guidanceScale: number, width: number): Float32Array {
  const half = Math.floor(width / 2);
  const phase = (guidanceScale - 1) * timestepScale;
  const embedding = new Float32Array(width);
  for (let index = 0; index < half; index += 1) {
    const frequency = Math.exp((-Math.log(waveBase) * index) / (half - 1));
    embedding[index] = Math.sin(phase * frequency);
    embedding[half + index] = Math.cos(phase * frequency);
  }
  return embedding;
}
