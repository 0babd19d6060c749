// Which tests run where: plain Node for everything but the renderer, which gets a simulated page.

import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Electron's own entry would try to download a binary; in unit tests the name means our fake. */
const electronFake = fileURLToPath(new URL('./tests/fakes/electron.ts', import.meta.url));

function nodeProject(name: string, include: string[], timeoutMs: number) {
  return {
    resolve: { alias: { electron: electronFake } },
    test: {
      name,
      include,
      setupFiles: ['tests/fixed-seed.ts'],
      environment: 'node',
      // Tests that load the runtime themselves must not report either: docs/decisions/0020-the-runtimes-telemetry-is-off.md
      env: { ORT_DISABLE_TELEMETRY: '1' },
      testTimeout: timeoutMs,
      hookTimeout: timeoutMs,
    },
  };
}

export default defineConfig({
  test: {
    // Two at a time: the suites load native libraries and the smallest supported machine has two cores.
    maxWorkers: 2,
    projects: [
      nodeProject('unit', ['tests/unit/!(renderer)/**/*.test.ts', 'tests/unit/*.test.ts'], 15_000),
      {
        plugins: [react()],
        test: {
          name: 'renderer',
          include: ['tests/unit/renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/fixed-seed.ts'],
          environment: 'happy-dom',
          testTimeout: 15_000,
        },
      },
      nodeProject('contract', ['tests/contract/**/*.test.ts'], 30_000),
      nodeProject('integration', ['tests/{integration,conformance,chaos}/**/*.test.ts'], 120_000),
      nodeProject('security', ['tests/security/**/*.test.ts'], 60_000),
    ],
  },
});
