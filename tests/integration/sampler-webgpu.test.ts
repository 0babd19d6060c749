// The sampler's graphs on WebGPU against the CPU. Where no GPU is, Electron's own software GPU (SwiftShader) stands in.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { driverEnvironment } from '../fixtures/software-gpu.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** SwiftShader compiles its shaders on the processor: seconds, and far more on a busy machine. */
const patienceMs = 180_000;
const tolerance = 1e-3;

test(
  'WebGPU draws what the CPU draws, with and without a window',
  async () => {
    const worker = join(root, 'tests', 'fixtures', 'webgpu-sampler.ts');
    const environment = { ...process.env, ...driverEnvironment() };

    const { stdout } = await promisify(execFile)(process.execPath, [worker, 'webgpu'], { env: environment });

    const differences = JSON.parse(stdout) as Record<string, number>;
    expect(Object.keys(differences)).toEqual(['window-0', 'window-1']);
    expect(Math.max(...Object.values(differences))).toBeLessThan(tolerance);
    // Not one bit of difference would mean that the CPU computed both.
    expect(Math.min(...Object.values(differences))).toBeGreaterThan(0);
  },
  patienceMs,
);
