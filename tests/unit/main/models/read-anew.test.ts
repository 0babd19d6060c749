// Models that an older version read: read again once, without forgetting what was verified.

import { expect, test } from 'vitest';
import { readModelsAnew } from '../../../../main/models/read-anew.ts';
import { mockManifest } from '../../../../main/models/mock-manifest.ts';
import type { RegisteredModel } from '../../../../main/store/model-table.ts';
import { ModelId } from '../../../../shared/domain/ids.ts';
import { currentInspection, type ModelManifest } from '../../../../shared/domain/model.ts';
import { TesseraError } from '../../../../shared/errors.ts';
import { temporaryFolder } from '../fixtures.ts';

const files = [
  { path: 'same.onnx', sizeBytes: 5, sha256: null },
  { path: 'larger.onnx', sizeBytes: 6, sha256: null },
];
const found: ModelManifest = { ...mockManifest, name: 'Found', inspection: currentInspection, files };

async function readAnew(models: readonly (Partial<RegisteredModel> & { readonly manifest: ModelManifest })[]) {
  const set: Record<string, ModelManifest> = {};
  const asked: string[] = [];
  let announced = 0;
  const folder = temporaryFolder();
  const rows = models.map((model, at) => ({ id: ModelId.parse(`m${at}`), folder, createdAt: '', ...model }));
  await readModelsAnew({
    table: { all: () => rows, setManifest: (id, manifest) => void (set[id] = manifest) },
    engine: {
      inspect({ folder: inspected }) {
        asked.push(inspected);
        if (asked.length === 1) return Promise.reject(new TesseraError('MODEL_CORRUPT', 'Damaged.'));
        return Promise.resolve(found);
      },
    },
    events: { announce: () => void (announced += 1) },
    log: () => {},
  });
  return { set, asked: asked.length, announced };
}

test('what was read by an older version is read again; what is gone, damaged or up to date is left alone', async () => {
  const old: ModelManifest = {
    ...mockManifest,
    files: [
      { path: 'same.onnx', sizeBytes: 5, sha256: 'a'.repeat(64) },
      { path: 'larger.onnx', sizeBytes: 5, sha256: 'b'.repeat(64) },
    ],
  };
  const damaged = { manifest: old };
  const { set, asked, announced } = await readAnew([
    damaged,
    { manifest: old },
    { manifest: found },
    { manifest: old, folder: '/nowhere/at/all' },
  ]);
  expect([asked, announced]).toEqual([2, 1]);
  expect(Object.keys(set)).toEqual(['m1']);
  expect(set['m1']).toEqual({ ...found, files: [{ ...files[0], sha256: 'a'.repeat(64) }, files[1]] });
});
