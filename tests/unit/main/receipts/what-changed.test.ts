// What a receipt of today says of one from before, the likeliest cause first.

import { expect, test } from 'vitest';
import { whatChanged } from '../../../../main/receipts/what-changed.ts';
import type { Receipt } from '../../../../shared/domain/receipt.ts';

type Circumstances = Omit<Receipt, 'noise'>;

const before: Circumstances = {
  app: '1.0.0',
  platform: 'linux-x64',
  cpu: 'one',
  engine: { provider: 'cpu', versions: { onnxruntime: '1.22.0', sharp: '0.34' } },
  weightTypes: ['float32'],
  files: ['a', 'b', 'c'].map((file) => ({ part: 'model', owner: 'tiny', file, sizeBytes: 9, sha256: file.repeat(64) })),
};

function today(files: Circumstances['files'], more: Partial<Circumstances> = {}): Circumstances {
  return { ...before, ...more, files };
}

const [a, b, c] = before.files as [Circumstances['files'][0], Circumstances['files'][0], Circumstances['files'][0]];
const named = (file: string, state: string) => ({ kind: 'file', part: 'model', owner: 'tiny', file, state });

test('nothing changed is nothing to tell', () => {
  expect(whatChanged(before, today([...before.files]))).toEqual([]);
});

test('what was certainly changed is told before what is gone, and that before what may have changed', () => {
  const unread = { ...a, sha256: null };
  expect(whatChanged({ ...before, files: [unread, b, c] }, today([a, { ...c, sha256: 'd'.repeat(64) }]))).toEqual([
    named('c', 'changed'),
    named('b', 'missing'),
    named('a', 'unsure'),
  ]);
});

test('another size is a change, whoever read the file', () => {
  expect(whatChanged({ ...before, files: [{ ...a, sha256: null }] }, today([{ ...a, sizeBytes: 8 }]))).toEqual([
    named('a', 'changed'),
  ]);
});

test('provider, libraries, machine and Tessera follow the files, each only where both sides know it', () => {
  const engine = { provider: 'webgpu', versions: { onnxruntime: '1.23.0' } };
  expect(whatChanged(before, today([...before.files], { engine, cpu: 'another', app: '1.1.0' }))).toEqual([
    { kind: 'provider', before: 'cpu', now: 'webgpu' },
    { kind: 'version', of: 'onnxruntime', before: '1.22.0', now: '1.23.0' },
    { kind: 'machine', before: 'linux-x64, one', now: 'linux-x64, another' },
    { kind: 'version', of: 'tessera', before: '1.0.0', now: '1.1.0' },
  ]);
  expect(whatChanged(before, today([...before.files], { engine: null }))).toEqual([]);
});
