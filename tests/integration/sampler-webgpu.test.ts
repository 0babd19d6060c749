// The sampler's graphs on WebGPU against the CPU. Where no GPU is, Electron's own software GPU (SwiftShader) stands in.

import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** SwiftShader compiles its shaders on the processor: seconds, and far more on a busy machine. */
const patienceMs = 180_000;
const tolerance = 1e-3;

/** The environment in which Vulkan finds SwiftShader; other systems bring a GPU interface of their own. */
function driverEnvironment(): Record<string, string> {
  if (process.platform !== 'linux') return {};
  const folder = dirname(electronExecutable());
  const driver = join(folder, 'vk_swiftshader_icd.json');
  if (!existsSync(driver)) {
    throw new Error(
      `${folder} has no vk_swiftshader_icd.json. Name a whole Electron distribution in TESSERA_ELECTRON, or run \`npx install-electron\` where github.com can be reached.`,
    );
  }
  return { VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: folder };
}

/** @throws with the remedy where there is none */
function electronExecutable(): string {
  const named = process.env['TESSERA_ELECTRON'];
  if (named !== undefined && named !== '' && existsSync(named) && !existsSync(join(named, 'electron'))) return named;
  const resolver = join(root, 'scripts', 'resolve-electron.mjs');
  const found = execFileSync(process.execPath, [resolver, '--json'], { encoding: 'utf8' });
  return (JSON.parse(found) as { executable: string }).executable;
}

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
