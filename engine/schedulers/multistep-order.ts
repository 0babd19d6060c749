// How high an order a multistep solver dares at each step: high orders overshoot near the end of a short run.

/** Below this many steps the strides are so long that they do. */
const shortRun = 15;

/** @returns the order wanted at step `index`; a run that has just begun knows fewer predictions still */
export function multistepOrder(
  config: { readonly solver_order: number; readonly lower_order_final: boolean },
  { index, steps }: { readonly index: number; readonly steps: number },
): number {
  const careful = config.lower_order_final && steps < shortRun;
  return careful ? Math.min(steps - index, config.solver_order) : config.solver_order;
}
