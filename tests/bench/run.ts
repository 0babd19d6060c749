// Runs every measurement, prints a table for people and, with --json <file>, the rows for programs.

import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { measureCommandLine } from './command-line.ts';
import { measureGeneration } from './generation.ts';
import { measureLibraryScroll } from './library-scroll.ts';
import { measureLibrarySearch } from './library-search.ts';
import { measureLaunch } from './launch.ts';
import type { Row } from './row.ts';
import { measureSubmit } from './submit.ts';
import { measureUpscaling } from './upscaling.ts';

const measurements = [
  measureGeneration,
  measureSubmit,
  measureUpscaling,
  measureLibrarySearch,
  measureLibraryScroll,
  measureCommandLine,
  measureLaunch,
];

const rows: Row[] = [];
for (const measure of measurements) {
  const measured = await measure();
  for (const row of measured) console.log(line(row));
  rows.push(...measured);
}

const jsonFlag = process.argv.indexOf('--json');
const jsonFile = jsonFlag === -1 ? undefined : process.argv[jsonFlag + 1];
const machine = { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.versions.node };
if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
console.log(`${machine.cores} x ${machine.processor}, Node ${machine.node}; medians unless a row says otherwise`);

function line(row: Row): string {
  const number =
    row.unit === 'ratio'
      ? row.value.toFixed(3)
      : `${row.value.toFixed(row.unit === 's' || row.unit === 'MP/s' ? 2 : 0)} ${row.unit}`;
  const verdict = row.bar === null ? '' : row.value <= row.bar ? 'holds' : 'MISSES';
  const bar = row.bar === null ? '' : `bar ${row.bar}${row.unit === 'ratio' ? '' : ` ${row.unit}`}`;
  return `${number.padStart(9)}  ${verdict.padEnd(6)} ${bar.padEnd(12)} ${row.what} (${row.runs} runs; ${row.detail})`;
}
