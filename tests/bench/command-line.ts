// Measures the first picture a person sees: a 2x2 grid by the command line, from process start to files written.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, type Row } from './row.ts';

const rounds = 3;

export function measureCommandLine(): Row[] {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const home = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
    const started = performance.now();
    const run = spawnSync(
      process.execPath,
      ['main/cli/main.ts', 'generate', 'a red apple', '--seed', '7', '--json', '--out', join(home, 'out')],
      { env: { ...process.env, TESSERA_HOME: home }, encoding: 'utf8' },
    );
    seconds.push((performance.now() - started) / 1000);
    rmSync(home, { recursive: true, force: true });
    if (run.status !== 0) throw new Error(`the command line failed: ${run.stdout}${run.stderr}`);
  }
  return [
    {
      what: 'embedded 2x2 grid at 256 px, from process start',
      value: median(seconds),
      unit: 's',
      bar: 4,
      runs: rounds,
      detail: 'model load, an empty data folder and grid.png included',
    },
  ];
}
