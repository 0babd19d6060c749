// Prints how far every family and scheduler is from diffusers, as a table for docs/CONFORMANCE.md; exits with 1 beyond the tolerance.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOrtRuntime } from '../../engine/runtime/ort-runtime.ts';
import { drawCases } from './draw-cases.ts';
import { type Difference, isWithin, tolerance } from './measure.ts';
import { makeVariant, variants } from './variants.ts';

async function main(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'conformance-'));
  const runtime = await createOrtRuntime();
  const columns = new Map<string, Map<string, Difference>>();
  try {
    for (const variant of variants) {
      const worst = new Map<string, Difference>();
      for (const { golden, difference } of await drawCases({ variant, folder: makeVariant(variant, root), runtime })) {
        const row = `${golden.scheduler}${golden.sigmas === null ? '' : ` ${golden.sigmas}`}`;
        worst.set(row, worse(worst.get(row), difference));
      }
      columns.set(variant.name, worst);
    }
  } finally {
    rmSync(root, { recursive: true });
  }
  console.log(table(columns));
  const all = [...columns.values()].flatMap((column) => [...column.values()]);
  console.log(
    `\n${all.length} pairs; ${all.filter(isWithin).length} within ${tolerance.latents} and ${tolerance.withinOne * 100} %.`,
  );
  if (!all.every(isWithin)) process.exitCode = 1;
}

function worse(one: Difference | undefined, other: Difference): Difference {
  if (one === undefined) return other;
  return {
    latents: Math.max(one.latents, other.latents),
    withinOne: Math.min(one.withinOne, other.withinOne),
  };
}

function table(columns: ReadonlyMap<string, ReadonlyMap<string, Difference>>): string {
  const rows = [...new Set([...columns.values()].flatMap((column) => [...column.keys()]))];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['', ...columns.keys()]),
    line(['---', ...[...columns.keys()].map(() => '---')]),
    ...rows.map((row) => line([row, ...[...columns.values()].map((column) => cell(column.get(row)))])),
  ].join('\n');
}

function cell(difference: Difference | undefined): string {
  if (difference === undefined) return '';
  // Rounded down, so that 100 % means all of them.
  return `${difference.latents.toExponential(1)}, ${Math.floor(difference.withinOne * 10_000) / 100} %`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
