// tessera doctor as a person runs it: well, unwell, and where the studio cannot even be opened.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DiagnosisLine } from '../../../shared/domain/sync-diagnosis.ts';
import { startCloudApi } from '../../fakes/cloud-api.ts';
import { type Tessera, tesseraProcess } from './tessera-process.ts';

let tessera: Tessera;
beforeEach(() => {
  tessera = tesseraProcess();
});
afterEach(() => tessera.remove());

interface Document {
  readonly ok: boolean;
  readonly lines: readonly DiagnosisLine[];
}

test('a fresh studio is well: its engine starts and says what it can do', async () => {
  const { ok, lines } = await tessera.json<Document>('doctor');
  const found = (wanted: string) => lines.find(({ id }) => id === wanted)?.found;

  expect(ok).toBe(true);
  expect(lines.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
  expect(found('engine')).toMatch(/^node 24.* · onnxruntime \d/);
  expect(found('providers')).toMatch(/^cpu works/);
  expect(lines.filter(({ part }) => part !== 'machine').map(({ outcome }) => outcome)).toEqual([
    'notConfigured',
    'notConfigured',
    'notConfigured',
  ]);
});

test('a cloud that lets everyone in is a failure, in words and as an exit code', async () => {
  const cloud = await startCloudApi('a-token-nobody-has');
  cloud.door = () => 200;
  const { exitCode, stdout } = await tessera.run('doctor', '--cloud', cloud.url);
  await cloud.close();

  expect(exitCode).toBe(5);
  expect(stdout).toMatch(
    /FAIL {2}Call the cloud API without a token\.\n +127\S+ let it in \(200\)\.\n +-> Tell whoever/,
  );
  expect(stdout).toMatch(/3 of \d+ checks failed\.\n$/);
});

test('an address that cannot be asked is refused by name', async () => {
  const { exitCode, stderr } = await tessera.run('doctor', '--cloud', 'ftp://example.org');

  expect(exitCode).toBe(2);
  expect(stderr).toContain('cloud: must be an address');
});

test('a damaged database is a finding, not an end', async () => {
  writeFileSync(join(tessera.home, 'tessera.db'), 'no database at all, but more than a hundred bytes. '.repeat(100));
  const { exitCode, json } = await tessera.run('doctor', '--json');

  expect(exitCode).toBe(5);
  expect(json()).toMatchObject({
    ok: false,
    lines: [{ id: 'database', verdict: 'failed', advice: expect.any(String) }],
  });
});
