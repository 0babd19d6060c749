// Listens at the encoder of the embedded model: what it is fed is the scene first, then every exemplar as composed.

import type { Tensor, TensorRuntime } from '../../engine/runtime/tensor-runtime.ts';

export interface ComposedExemplars {
  /** f32[3, height, width] in -1..1, the scene of the latest picture. */
  readonly scene: Float32Array;
  /** The same for every exemplar encoded since `forget`, in order. */
  readonly exemplars: readonly Float32Array[];
}

export interface ExemplarRecorder {
  readonly runtime: TensorRuntime;
  /** To be called before each picture: what is encoded next begins with its scene. */
  nextPicture(): void;
  /** To be called before another prompt: exemplars of the last one no longer count. */
  forget(): void;
  /** A picture whose bank the pipeline remembered encodes nothing; then the prompt's earlier ones hold. */
  recorded(): ComposedExemplars;
}

export function createExemplarRecorder(runtime: TensorRuntime): ExemplarRecorder {
  let scene: Float32Array | null = null;
  let exemplars: Float32Array[] = [];
  let sceneIsNext = true;

  function record({ dims, data }: Tensor): void {
    const size = dims.slice(1).reduce((product, dim) => product * dim, 1);
    for (let from = 0; from < data.length; from += size) {
      const picture = Float32Array.from(data.subarray(from, from + size) as Float32Array);
      if (sceneIsNext) scene = picture;
      else exemplars.push(picture);
      sceneIsNext = false;
    }
  }

  return {
    runtime: {
      ...runtime,
      async open(path) {
        const session = await runtime.open(path);
        if (!path.replaceAll('\\', '/').endsWith('vae_encoder/model.onnx')) return session;
        return {
          ...session,
          run(feeds) {
            if (feeds.sample !== undefined) record(feeds.sample);
            return session.run(feeds);
          },
        };
      },
    },
    nextPicture() {
      sceneIsNext = true;
    },
    forget() {
      scene = null;
      exemplars = [];
    },
    recorded() {
      if (scene === null || exemplars.length === 0) throw new Error('the pipeline encoded no exemplars: has its encoder moved?');
      return { scene, exemplars };
    },
  };
}
