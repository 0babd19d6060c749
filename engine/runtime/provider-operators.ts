// Operators a provider of ONNX Runtime has no code for, so that a model is refused when it is added, not when it draws.

import { TesseraError } from '../../shared/errors.ts';
import { newestFormat, newestOpset, operatorsOnCpu } from './known-operators.ts';

/**
 * Fused operators that only GPU providers implement, and what such exports are made for. Seen to be refused by the
 * CPU provider of onnxruntime-node 1.30 ("Could not find an implementation"); tests keep the list honest.
 */
export const operatorsNotOnCpu: ReadonlyMap<string, string> = new Map([
  ['com.microsoft::GroupNorm', 'CUDA or DirectML'],
  ['com.microsoft::SkipGroupNorm', 'CUDA'],
  ['com.microsoft::NhwcConv', 'CUDA or DirectML'],
  ['com.microsoft::BiasSplitGelu', 'CUDA or DirectML'],
  ['com.microsoft::BiasAdd', 'CUDA or DirectML'],
  ['com.microsoft::PackedAttention', 'CUDA'],
  ['com.microsoft::PackedMultiHeadAttention', 'CUDA'],
]);

/** @throws MODEL_UNSUPPORTED naming the operator, what it was made for, and what would work here */
export function checkOperatorsOnCpu(options: { readonly operators: Iterable<string>; readonly label: string }): void {
  for (const operator of options.operators) {
    const madeFor = operatorsNotOnCpu.get(operator) ?? null;
    if (madeFor !== null || !operatorsOnCpu.has(operator))
      throw operatorMissing({ operator, label: options.label, madeFor });
  }
}

/** @throws MODEL_UNSUPPORTED for a graph written for a newer runtime than this */
export function checkVersions(options: {
  readonly irVersion: number;
  readonly opsets: ReadonlyMap<string, number>;
  readonly label: string;
}): void {
  const opset = options.opsets.get('');
  const tooNew =
    opset !== undefined && opset > newestOpset
      ? `operator set ${opset}, and Tessera's runtime knows them up to ${newestOpset}`
      : `version ${options.irVersion} of the ONNX format, and Tessera's runtime knows them up to ${newestFormat}`;
  if ((opset ?? 0) <= newestOpset && options.irVersion <= newestFormat) return;
  throw new TesseraError(
    'MODEL_UNSUPPORTED',
    `${options.label} is written in ${tooNew}. Export the model again with --opset 17, or update Tessera.`,
    { details: { file: options.label } },
  );
}

export function operatorMissing(options: {
  readonly operator: string;
  readonly label: string;
  readonly madeFor: string | null;
  readonly cause?: unknown;
}): TesseraError {
  const name = options.operator.replace(/^.*::/, '');
  const origin = options.madeFor === null ? '' : ` It was optimised for ${options.madeFor}.`;
  return new TesseraError(
    'MODEL_UNSUPPORTED',
    `${options.label} uses the operator ${name}, which the CPU cannot run.${origin} Use the plain float32 ONNX export of the same model.`,
    { cause: options.cause, details: { file: options.label, operator: name } },
  );
}
