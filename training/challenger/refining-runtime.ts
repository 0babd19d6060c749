// A runtime in which a trained refiner takes the sampler's last steps: how a refiner is tried on the whole model before any of the product knows of it.

import type { Session, TensorRuntime } from '../../engine/runtime/tensor-runtime.ts';

/** @param options.refiner its graph, sample and noise_level to denoised; `below` which sigma it takes over */
export async function refiningRuntime(
  runtime: TensorRuntime,
  options: { readonly refiner: string; readonly below: number },
): Promise<TensorRuntime> {
  const refiner = await runtime.open(options.refiner);
  return {
    ...runtime,
    async open(path) {
      const session = await runtime.open(path);
      return /\/sampler\/window-\d\.onnx$/.test(path.replaceAll('\\', '/')) ? refined(session, { refiner, below: options.below }) : session;
    },
  };
}

function refined(session: Session, { refiner, below }: { readonly refiner: Session; readonly below: number }): Session {
  return {
    ...session,
    run(feeds) {
      const sigma = 1 - Number(feeds.signal?.data[0] ?? 0);
      if (sigma > below || feeds.sample === undefined) return session.run(feeds);
      return refiner.run({ sample: feeds.sample, noise_level: { type: 'float32', dims: [1], data: Float32Array.of(sigma) } });
    },
  };
}
