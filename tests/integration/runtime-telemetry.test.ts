// ONNX Runtime reports to its maker unless told not to, and leaves an identifier in the home folder: ours is told, and leaves none.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const model = join(root, 'resources', 'upscalers', 'esrgan-slim', 'x2.onnx');
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tessera-telemetry-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** What a process leaves in a home folder of its own after it ran this; nothing of our environment tells it that it is tested. */
function leftBy(script: string): string[] {
  const environment = { PATH: process.env['PATH'], HOME: home };
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, env: environment });
  return readdirSync(home, { recursive: true, encoding: 'utf8' });
}

test('a model opened by our runtime leaves nothing behind', () => {
  const script = `
    import { createOrtRuntime } from './engine/runtime/ort-runtime.ts';
    const runtime = await createOrtRuntime();
    await (await runtime.open(${JSON.stringify(model)})).close();`;
  expect(leftBy(script)).toEqual([]);
});

test.runIf(process.platform === 'linux')(
  'one opened by the library alone leaves an identifier, so that the test above can fail',
  () => {
    const script = `
    import { InferenceSession } from 'onnxruntime-node';
    await InferenceSession.create(${JSON.stringify(model)});`;
    expect(leftBy(script)).toContainEqual(expect.stringContaining('deviceid'));
  },
);
