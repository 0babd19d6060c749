// A person's own folder: read where it is, never written to, told apart file by file when it changes, forgotten and kept.

import { createHash } from 'node:crypto';
import { chmodSync, cpSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inspectModel } from '../../../../engine/models/inspect-model.ts';
import { ModelId } from '../../../../shared/domain/ids.ts';
import { toEnvelope } from '../../../../shared/errors.ts';
import { filesBelow, mutationOf, whileSpoilt } from '../../../fixtures/mutated-folders.ts';
import { makeTinyModel } from '../../../fixtures/tiny-models.ts';
import { openStudio, temporaryFolder } from '../fixtures.ts';

const tinyModel = fileURLToPath(new URL('../../../conformance/models/sd1', import.meta.url));
const id = ModelId.parse('mine');

function ownFolder(): string {
  const folder = join(temporaryFolder(), 'My model');
  cpSync(tinyModel, folder, { recursive: true });
  writeFileSync(join(folder, 'README.md'), '---\nlicense: creativeml-openrail-m\n---\n# Mine\n');
  writeFileSync(join(folder, 'LICENSE.txt'), 'The words of the licence.');
  return folder;
}

/** Every entry with its rights, times and content. */
function stateOf(folder: string): unknown {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const stats = lstatSync(join(folder, name));
      const content = stats.isFile()
        ? createHash('sha256')
            .update(readFileSync(join(folder, name)))
            .digest('hex')
        : '';
      return [name, stats.mode, stats.mtimeMs, stats.ctimeMs, content];
    });
}

function stateOfContent(folder: string): unknown {
  return filesBelow(folder).map((path) => [path, readFileSync(join(folder, path)).toString('base64')]);
}

function studioThatInspects() {
  const studio = openStudio(temporaryFolder(), { clock: () => Date.now() + 1000 });
  studio.engine.inspect = inspectModel;
  return studio;
}

function makeReadOnly(folder: string): void {
  const set = (mode: (isFolder: boolean) => number) => {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      chmodSync(join(entry.parentPath, entry.name), mode(entry.isDirectory()));
    }
    chmodSync(folder, mode(true));
  };
  set((isFolder) => (isFolder ? 0o555 : 0o444));
  onTestFinished(() => set((isFolder) => (isFolder ? 0o755 : 0o644)));
}

describe('a folder of one’s own', () => {
  it('is added, verified and removed without a trace in it, also when it is read-only', async () => {
    const folder = ownFolder();
    makeReadOnly(folder);
    const before = stateOf(folder);
    const { models } = studioThatInspects();

    const added = await models.add({ folder, id });
    expect(added).toMatchObject({ folder, origin: 'user' });
    expect(await models.verify(id)).toMatchObject({ ok: true });
    models.remove(id);

    expect(models.list().map((model) => model.id)).not.toContain(id);
    expect(stateOf(folder)).toEqual(before);
  });

  it('is known by what its configs, headers and card say', async () => {
    const { manifest } = await studioThatInspects().models.add({ folder: ownFolder(), id });

    expect(manifest).toMatchObject({
      family: 'stable-diffusion',
      licence: 'creativeml-openrail-m',
      header: { weightTypes: ['float32'], provider: 'cpu', licenceFile: 'LICENSE.txt', opset: 17 },
    });
    expect(manifest.header?.operators).toEqual(expect.arrayContaining(['Conv', 'LayerNormalization', 'MatMul']));
    expect(manifest.sizeBytes).toBe(manifest.files.reduce((sum, file) => sum + file.sizeBytes, 0));
  });

  it('is read in full the first time it is verified, and told apart from then on', async () => {
    const folder = ownFolder();
    const { models } = studioThatInspects();
    await models.add({ folder, id });
    const first = await models.verify(id);
    const second = await models.verify(id);
    writeFileSync(join(folder, 'tokenizer/merges.txt'), '#version: 0.2\n');
    rmSync(join(folder, 'unet/config.json'));
    const third = await models.verify(id);

    expect(new Set(first.files.map((file) => file.state))).toEqual(new Set(['recorded']));
    expect(new Set(second.files.map((file) => file.state))).toEqual(new Set(['same']));
    expect(third.ok).toBe(false);
    expect(third.files.filter((file) => file.state !== 'same')).toEqual([
      { path: 'tokenizer/merges.txt', state: 'changed', sha256: null },
      { path: 'unet/config.json', state: 'missing', sha256: null },
    ]);
  });

  it('is told apart even if it changed before it was ever verified', async () => {
    const folder = ownFolder();
    const studio = openStudio(temporaryFolder(), { clock: () => Date.now() - 60_000 });
    studio.engine.inspect = inspectModel;
    await studio.models.add({ folder, id });
    const path = join(folder, 'unet/model.onnx');
    writeFileSync(path, readFileSync(path).reverse());

    const { files } = await studio.models.verify(id);
    expect(files.find((file) => file.path === 'unet/model.onnx')).toMatchObject({ state: 'changed' });
  });
});

describe('five hundred spoilt folders', () => {
  it('are each refused in a sentence, or told apart by verifying', async () => {
    const folder = join(temporaryFolder(), 'spoilt');
    // Its weights lie in a file of their own, which gives offsets and lengths to spoil too.
    makeTinyModel({ folder, variant: 'v-prediction' });
    const whole = stateOfContent(folder);
    const { models } = studioThatInspects();
    const { manifest } = await models.add({ folder, id });
    await models.verify(id);
    const outcomes: Record<string, number> = {};

    for (let seed = 1; seed <= 500; seed += 1) {
      const mutation = mutationOf(folder, seed);
      const before = readFileSync(join(folder, mutation.path));
      const isSame = mutation.bytes !== null && before.equals(mutation.bytes);
      const isNeeded = manifest.files.some((file) => file.path === mutation.path);
      const named = `seed ${seed}: ${mutation.how} of ${mutation.path}`;
      const startMs = performance.now();
      await whileSpoilt(folder, mutation, async () => {
        const refusal = await inspectModel({ folder, hash: false }).then(() => null, toEnvelope);
        const code = refusal?.code ?? 'let through';
        outcomes[code] = (outcomes[code] ?? 0) + 1;
        const isSentence = refusal === null || /^[^\p{Cc}]{20,600}[.…]$/u.test(refusal.message);
        const isSoon = performance.now() - startMs < 5_000;
        expect({ named, isSentence, isSoon }).toEqual({ named, isSentence: true, isSoon: true });
        const { ok, files } = await models.verify(id);
        const changed = files.filter((file) => file.state !== 'same').map((file) => file.path);
        expect({ named, ok, changed }).toEqual(
          isSame || !isNeeded ? { named, ok: true, changed: [] } : { named, ok: false, changed: [mutation.path] },
        );
      });
    }

    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(500);
    expect(outcomes).not.toHaveProperty('INTERNAL');
    expect(Object.keys(outcomes).sort()).toEqual(
      expect.arrayContaining(['MODEL_CORRUPT', 'MODEL_MISSING_FILE', 'MODEL_UNSUPPORTED', 'let through']),
    );
    expect(stateOfContent(folder)).toEqual(whole);
  }, 120_000);
});
