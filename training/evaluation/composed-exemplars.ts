// What a picture must differ from to be no copy: the drawings it is made of, each alone where the picture shows the mixture.

import { toPlanes, rasterize } from '../../engine/pipelines/exemplar/composition.ts';
import type { CompositionPlan, PlannedExemplar } from '../../engine/pipelines/exemplar/composition-plan.ts';
import { composePlan } from '../../engine/pipelines/exemplar/exemplar-bank.ts';

export interface ComposedExemplars {
  /** f32[3, height, width] in -1..1, the scene alone. */
  readonly scene: Float32Array;
  /** The same with each drawing bent and coloured as it was mixed, but not mixed. */
  readonly exemplars: readonly Float32Array[];
  /** The same with each drawing as its set has it: in its own shape and colours, but for a colour that was asked for. */
  readonly asDrawn: readonly Float32Array[];
}

export async function composedExemplars(plan: CompositionPlan): Promise<ComposedExemplars> {
  const scene = toPlanes(await rasterize(plan.scene));
  const unbent: PlannedExemplar[] = plan.members.map(({ drawings, logPrior }) => ({
    drawings: drawings.map(({ asDrawn, ...placed }) => ({ ...placed, ...asDrawn })),
    logPrior,
  }));
  return {
    scene,
    exemplars: await composePlan({ ...plan, exemplars: plan.members }, scene),
    asDrawn: await composePlan({ ...plan, exemplars: unbent }, scene),
  };
}
