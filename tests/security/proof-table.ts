// Tables in the documentation whose rows name the tests that prove them.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readText, root } from './shipped-sources.ts';

export interface Proof {
  readonly title: string;
  readonly file: string;
}

export interface Row {
  readonly first: string;
  readonly proofs: readonly Proof[];
}

/** Which files the suites run, as vitest.config.ts and playwright.config.ts name them. */
const collected = /^tests\/(?:(?:unit|contract|integration|security)\/.*\.test\.tsx?|e2e\/(?:web|app)\/.*\.spec\.ts)$/;

/** The rows of the table under a heading of a document. */
export function rowsOf(document: string, heading: string): Row[] {
  const section =
    readText(document)
      .split(/^## /m)
      .find((part) => part.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) => ({
      first: (line.split('|')[1] ?? '').trim(),
      proofs: [...line.matchAll(/\[([^\]]+)\]\(\.\.\/([^)]+)\)/g)].map((found) => ({
        title: found[1] ?? '',
        file: found[2] ?? '',
      })),
    }));
}

/** There is a test or group of this title in a file that some suite runs, and it is not passed over. */
export function expectProof({ title, file }: Proof): void {
  expect(file).toMatch(collected);
  expect(existsSync(join(root, file)), `${file} does not exist`).toBe(true);
  const quoted = title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  expect(readText(file)).toMatch(
    new RegExp(`(?:test|describe)(?:\\.each\\([\\s\\S]*?\\))?\\(\\s*(['"\`])${quoted}\\1`),
  );
  expect(readText(file)).not.toMatch(/\.(?:skip|todo|only)\b/);
}
