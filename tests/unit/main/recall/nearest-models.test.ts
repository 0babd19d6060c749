// Which installed model stands for a named one.

import { describe, expect, test } from 'vitest';
import { mockManifest } from '../../../../main/models/mock-manifest.ts';
import { likenessOf, nearestModels } from '../../../../main/recall/nearest-models.ts';
import type { ModelId } from '../../../../shared/domain/ids.ts';
import type { Model } from '../../../../shared/domain/model.ts';

function model(id: string, name: string, more: Partial<Model> & { sha256?: string } = {}): Model {
  const { sha256 = null, ...rest } = more;
  const files = [{ path: 'unet/model.onnx', sizeBytes: 1, sha256 }];
  const manifest = { ...mockManifest, name, files };
  return { id: id as ModelId, origin: 'user', folder: `/models/${id}`, manifest, problem: null, ...rest };
}

const installed = [
  model('sticker-mini', 'Sticker Mini', { origin: 'embedded' }),
  model('dreamshaper-8', 'DreamShaper 8', { sha256: `879db523c3${'0'.repeat(54)}` }),
  model('dreamshaper-xl', 'DreamShaper XL'),
  model('broken', 'Harbour', { problem: 'its folder is gone' }),
  model('mock', 'Mock', { origin: 'mock' }),
];
const ids = (matches: ReturnType<typeof nearestModels>) => matches.map(({ id, by }) => [id, by]);

describe('nearestModels', () => {
  test('knows a model by its hash, whatever it is called', () => {
    const matches = nearestModels({ name: 'dreamshaperXL', hash: '879db523c3' }, installed);
    expect(ids(matches)).toEqual([
      ['dreamshaper-8', 'hash'],
      ['dreamshaper-xl', 'name'],
    ]);
  });

  test('finds a name through folder, ending and spelling', () => {
    const [nearest] = nearestModels({ name: String.raw`sd15\Dreamshaper_8.safetensors`, hash: null }, installed);
    expect(nearest).toEqual({ id: 'dreamshaper-8', name: 'DreamShaper 8', by: 'name', likeness: 1 });
  });

  test('offers the default when nothing is like it, and never one with a problem or the mock', () => {
    expect(nearestModels({ name: 'Harbour', hash: null }, installed)).toEqual([
      { id: 'sticker-mini', name: 'Sticker Mini', by: 'default', likeness: 0 },
    ]);
    expect(nearestModels({ name: null, hash: 'zz' }, installed)).toHaveLength(1);
    expect(nearestModels({ name: 'anything', hash: null }, [])).toEqual([]);
  });

  test('ranks what shares more of the name higher', () => {
    expect(likenessOf('dreamshaper_8_pruned', 'DreamShaper 8')).toBeGreaterThan(
      likenessOf('dreamshaper_8_pruned', 'DreamShaper XL'),
    );
    expect(likenessOf('', 'DreamShaper')).toBe(0);
  });
});
