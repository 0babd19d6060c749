// Where the noise of a picture comes from, and A1111's name for it in its infotext.

export const noiseGenerators = ['torch-cpu', 'philox'] as const;

/** `torch-cpu` is torch's on the processor; `philox` gives what torch gives on an NVIDIA card, on any machine. */
export type NoiseGenerator = (typeof noiseGenerators)[number];

/** The values of `RNG`; A1111 leaves the field out for `GPU`, which is `NV` on the cards it was named after. */
export const a1111NoiseNames: Readonly<Record<NoiseGenerator, 'CPU' | 'NV'>> = { 'torch-cpu': 'CPU', philox: 'NV' };

/** @param written the value of `RNG`, undefined when an infotext has none */
export function noiseGeneratorOf(written: string | undefined): NoiseGenerator {
  return written === 'CPU' ? 'torch-cpu' : 'philox';
}
