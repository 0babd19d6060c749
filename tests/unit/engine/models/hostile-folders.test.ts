// Every kind of broken or hostile folder gets its code and its sentence, soon and after little reading.

import { existsSync, readFileSync, writeFileSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inspectModel } from '../../../../engine/models/inspect-model.ts';
import { hostileFiles, hostileOnUnix } from '../../../fixtures/hostile-files.ts';
import { hostileGraphs } from '../../../fixtures/hostile-graphs.ts';
import { createModelFolders, refusalOf } from '../../../fixtures/model-folders.ts';
import type { HostileFolder } from '../../../fixtures/spoil-folder.ts';

const folders = createModelFolders();
afterAll(() => folders.remove());

const longestMs = 30_000;
const mostBytes = 256 * 1024 * 1024;
const isUnix = process.platform !== 'win32';
const isRoot = process.getuid?.() === 0;
/** Root may read everything, so that a file nobody may read is none to it. */
const kinds = [...hostileGraphs, ...hostileFiles, ...(isUnix ? hostileOnUnix : [])].filter(
  ({ kind }) => !(isRoot && kind === 'a graph nobody may read'),
);

/** What this process has read so far, where the system counts it. */
function bytesRead(): number {
  const counts = '/proc/self/io';
  if (!existsSync(counts)) return 0;
  return Number(/^rchar: (\d+)$/m.exec(readFileSync(counts, 'utf8'))?.[1]);
}

async function refused({ spoil }: HostileFolder) {
  const folder = folders.tiny();
  await spoil(folder);
  const [bytes, startMs] = [bytesRead(), performance.now()];
  const [code, message] = await refusalOf(folder);
  return { code, message, tookMs: performance.now() - startMs, bytes: bytesRead() - bytes };
}

describe('a hostile folder', () => {
  test('comes in more than fifty kinds', () => {
    expect(new Set(kinds.map(({ kind }) => kind)).size).toBe(kinds.length);
    expect(kinds.length).toBeGreaterThan(50);
  });

  test.each(kinds)('with $kind is refused in a sentence', async (hostile) => {
    const { code, message, tookMs, bytes } = await refused(hostile);
    expect({ code, message }).toEqual({ code: hostile.code, message: expect.stringMatching(hostile.sentence) });
    expect(message).toMatch(/^[^\p{Cc}]{20,600}[.…]$/u);
    expect(tookMs).toBeLessThan(longestMs);
    expect(bytes).toBeLessThan(mostBytes);
  });

  test('whose path cannot be is refused', async () => {
    expect(await refusalOf('no\0where')).toEqual(['FILE_NOT_FOUND', expect.stringContaining('Check the path')]);
  });

  test('whose files change while they are read is refused', async () => {
    const folder = folders.tiny();
    const path = join(folder, 'unet/model.onnx');
    // Enough to read that the change comes before the end: a field of the graph's own that says nothing.
    const padding = Buffer.alloc(8 * 1024 * 1024);
    const length = Buffer.from([0x80, 0x80, 0x80, 0x04]);
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from([0x1a]), length, padding]));
    const writer = setInterval(() => appendFileSync(path, Buffer.from([0x28, 0x01])), 1);
    const inspection = inspectModel({ folder, hash: true }).finally(() => clearInterval(writer));
    await expect(inspection).rejects.toMatchObject({
      code: 'MODEL_CORRUPT',
      message: expect.stringContaining('unet/model.onnx changed while it was read. Wait until'),
    });
  });
});
