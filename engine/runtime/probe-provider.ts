// Whether a provider computes at all: a small convolution on it, against the same by hand.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TesseraError } from '../../shared/errors.ts';
import { writeOnnxModel } from '../onnx/onnx-writer.ts';
import { createOrtRuntime } from './ort-runtime.ts';

const side = 8;
const tolerance = 1e-3;
/** Sums each place with its right neighbour: where a card computes nothing, nothing of the input is left. */
const kernel = Float32Array.of(1, 1);

/**
 * To be asked in a process that may die of it: libraries of graphics cards do more than throw.
 * @throws PROVIDER_UNAVAILABLE when it is not part of this build, does not start, or computes something else
 */
export async function probeProvider(provider: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-probe-'));
  try {
    const path = join(folder, 'probe.onnx');
    writeFileSync(path, probeGraph());
    const runtime = await createOrtRuntime({ providers: [provider] });
    const session = await runtime.open(path);
    const data = Float32Array.from({ length: side * side }, (_, at) => Math.cos(at));
    const answers = await session.run({ x: { type: 'float32', dims: [1, 1, side, side], data } });
    await session.close();
    const sums = Array.from({ length: side * (side - 1) }, (_, at) => {
      const from = Math.floor(at / (side - 1)) * side + (at % (side - 1));
      return (data[from] ?? 0) + (data[from + 1] ?? 0);
    });
    const found = answers['y']?.data ?? [];
    if (sums.some((sum, at) => !(Math.abs(sum - Number(found[at])) < tolerance))) {
      throw unavailable(provider, 'it computes wrongly');
    }
  } catch (thrown) {
    if (thrown instanceof TesseraError && thrown.code === 'PROVIDER_UNAVAILABLE') throw thrown;
    throw unavailable(provider, reasonOf(thrown), thrown);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The runtime speaks of its own sources; these are what it says where there is no card, or no library for it. */
const knownReasons: readonly (readonly [words: RegExp, reason: string])[] = [
  [/WebGPU adapter|No supported adapters/, 'it found no graphics card with a driver it can use'],
  [/Failed to load (?:shared )?library|cannot open shared object/, 'its libraries are not installed'],
];

function reasonOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const known = knownReasons.find(([words]) => words.test(text));
  return known?.[1] ?? text.replace(/^.*cannot be opened: /, '').replace(/ Try another export of the model\.$/, '');
}

function unavailable(provider: string, why: string, cause?: unknown): TesseraError {
  const message = `${provider} did not start: ${why.replace(/[.\s]+$/, '')}.`;
  return new TesseraError('PROVIDER_UNAVAILABLE', message, { cause, details: { provider } });
}

function probeGraph(): Uint8Array {
  return writeOnnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: [1, 1, side, side] }],
    outputs: [{ name: 'y', type: 'float32', dims: [1, 1, side, side - 1] }],
    nodes: [{ op: 'Conv', inputs: ['x', 'kernel'], outputs: ['y'], attributes: { kernel_shape: { ints: [1, 2] } } }],
    initializers: [{ name: 'kernel', type: 'float32', dims: [1, 1, 1, 2], data: kernel }],
  });
}
