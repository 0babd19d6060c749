// A graphics card through real hosts: found by the probe, and it draws what the processor draws. SwiftShader stands in for the card.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startNodeHost } from '../../main/engine/node-host.ts';
import { createEngine, type Engine } from '../../main/engine/supervisor.ts';
import type { ProviderName } from '../../shared/domain/provider.ts';
import { generateCommand } from '../fixtures/engine-commands.ts';
import { engineWorker } from '../fixtures/real-engine.ts';
import { driverEnvironment } from '../fixtures/software-gpu.ts';
import { makeTinyModel } from '../fixtures/tiny-models.ts';

/** SwiftShader compiles its shaders on the processor: seconds, and far more on a busy machine. */
const patienceMs = 180_000;
const home = mkdtempSync(join(tmpdir(), 'tessera-card-'));
const folder = join(home, 'model');
let engine: Engine;

beforeAll(() => {
  makeTinyModel({ folder, variant: 'plain' });
  const environment = { ...process.env, ...driverEnvironment() };
  const startHost = startNodeHost({ nodeBinary: process.execPath, worker: engineWorker, home, environment });
  engine = createEngine({ startHost, clock: () => Date.now(), log: () => {} });
});
afterAll(async () => {
  await engine.close();
  rmSync(home, { recursive: true });
});

async function drawn(
  provider: ProviderName,
): Promise<{ readonly pixels: Buffer; readonly computed: string | undefined }> {
  const command = generateCommand({ folder: home, id: `by-${provider}`, width: 64, height: 64, steps: 2 });
  const model = { family: 'stable-diffusion', folder, name: 'Tiny' } as const;
  const signal = new AbortController().signal;
  const timings = await engine.run({ ...command, model, provider }, { signal, onEvent: () => {} });
  return { pixels: await sharp(command.images[0]?.output).raw().toBuffer(), computed: timings?.provider };
}

test(
  'what works is found without harm to the drawing host, and draws the same picture',
  async () => {
    const findings = await engine.probeProviders();
    expect(findings.find(({ name }) => name === 'webgpu')).toEqual({ name: 'webgpu', works: true, problem: null });
    const broken = findings.filter(({ works }) => !works);
    expect(broken.every(({ name, problem }) => problem?.startsWith(`${name} did not start: `))).toBe(true);

    const [card, processor] = [await drawn('webgpu'), await drawn('cpu')];
    expect([card.computed, processor.computed]).toEqual(['webgpu', 'cpu']);
    const differences = card.pixels.map((value, at) => Math.abs(value - (processor.pixels[at] ?? 0)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
  },
  patienceMs,
);
