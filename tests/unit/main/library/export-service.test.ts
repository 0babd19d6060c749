// Exports with an engine that is told what to do: nothing is overwritten, failures are told by picture, a stop leaves nothing half done.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import { createExportService, type ExportService, type ExportTo } from '../../../../main/library/export-service.ts';
import { ExportStyle, type LibraryExport } from '../../../../shared/domain/export.ts';
import type { ImageId } from '../../../../shared/domain/ids.ts';
import type { LibraryItem } from '../../../../shared/domain/image.ts';
import { TesseraError } from '../../../../shared/errors.ts';
import { completed, exampleJob } from '../../renderer/example-job.ts';
import { temporaryFolder } from '../fixtures.ts';

const items: LibraryItem[] = ['a', 'b', 'c'].flatMap((id) => {
  const { images, task } = completed(exampleJob(id, 1));
  return images.slice(0, 1).map((image) => ({ image, recipe: { ...task.recipe, prompt: `a fox ${id}` } }));
});

let home: string;
let folder: string;
let told: LibraryExport[];
let write: (source: string) => Promise<string>;
let gone: ReadonlySet<ImageId>;
let service: ExportService;

beforeEach(() => {
  home = temporaryFolder();
  folder = join(home, 'chosen');
  mkdirSync(folder);
  told = [];
  gone = new Set();
  write = (source) => Promise.resolve(`picture of ${source}`);
  service = createExportService({
    home,
    engine: {
      async exportPicture({ source, output }) {
        writeFileSync(output, await write(source));
      },
    },
    files: { path: (id) => (gone.has(id) ? null : id) },
    events: { announce: (_name, data) => told.push(data as LibraryExport) },
    selected: (selection) => {
      const some = selection.kind === 'search' ? items : items.filter(({ image }) => selection.ids.includes(image.id));
      return { total: some.length, pictures: some.map((item) => ({ id: item.image.id, item })) };
    },
    clock: () => Date.UTC(2026, 10, 21, 12),
  });
});

async function exported(to: ExportTo, { names = '{prompt}', all = true } = {}): Promise<LibraryExport> {
  const ids = items.slice(0, 1).map(({ image }) => image.id);
  const selection = all ? { kind: 'search' as const, search: '', except: [] } : { kind: 'pictures' as const, ids };
  service.start({ selection, names, style: ExportStyle.parse({}), to });
  await expect.poll(() => told.at(-1)?.state).not.toBe('running');
  const last = told.at(-1);
  if (last === undefined) throw new Error('an export tells how it ended');
  return last;
}

describe('into a folder', () => {
  test('every picture gets a file, and none is overwritten', async () => {
    writeFileSync(join(folder, 'same.png'), 'mine');
    const done = await exported({ kind: 'folder', path: folder }, { names: 'same' });
    expect([done.state, done.written, done.failed, done.folder]).toEqual(['completed', 3, 0, 'chosen']);
    expect(readdirSync(folder).toSorted()).toEqual(['same (2).png', 'same (3).png', 'same (4).png', 'same.png']);
    expect(readFileSync(join(folder, 'same.png'), 'utf8')).toBe('mine');
    expect(service.lastFile(done.id)).toBe(join(folder, 'same (4).png'));
  });

  test('a picture that cannot be written is named, and the others stand', async () => {
    const [first, second] = items.map(({ image }) => image.id);
    if (first === undefined || second === undefined) throw new Error('three pictures');
    gone = new Set([first]);
    write = (source) => {
      if (source === second) throw new TesseraError('INVALID_INPUT', 'Damaged.');
      return Promise.resolve('picture');
    };
    const done = await exported({ kind: 'folder', path: folder });
    expect([done.state, done.written, done.failed]).toEqual(['completed', 1, 2]);
    expect(done.failures.map(({ image, name }) => [image, name])).toEqual([
      [first, 'a fox a'],
      [second, 'a fox b'],
    ]);
    expect(readdirSync(folder)).toEqual(['a-fox-c.png']);
  });

  test('a full disk ends it in words, and leaves no half file', async () => {
    let calls = 0;
    write = () => {
      calls += 1;
      if (calls === 2) throw new TesseraError('DISK_FULL', 'There is no room left.');
      return Promise.resolve('picture');
    };
    const done = await exported({ kind: 'folder', path: folder });
    expect([done.state, done.error?.code, done.written]).toEqual(['failed', 'DISK_FULL', 1]);
    expect(readdirSync(folder)).toEqual(['a-fox-a.png']);
  });

  test('a stop keeps what stands and writes no more', async () => {
    write = () => {
      const [running] = service.list();
      if (running !== undefined) service.cancel(running.id);
      return Promise.resolve('picture');
    };
    const done = await exported({ kind: 'folder', path: folder });
    expect([done.state, done.written]).toEqual(['cancelled', 1]);
    expect(readdirSync(folder)).toEqual(['a-fox-a.png']);
  });
});

describe('to download', () => {
  test('several pictures are one zip, in which no two have one name', async () => {
    const done = await exported({ kind: 'download' }, { names: 'SAME' });
    const path = service.path(done.file ?? '');
    if (path === null) throw new Error('the zip stands');
    const files = unzipSync(readFileSync(path));
    expect(Object.keys(files)).toEqual(['SAME.png', 'SAME (2).png', 'SAME (3).png']);
    expect(Buffer.from(files['SAME (2).png'] ?? []).toString()).toBe(`picture of ${items[1]?.image.id}`);
  });

  test('one picture is itself', async () => {
    const done = await exported({ kind: 'download' }, { all: false });
    expect(done.file).toMatch(/^a-fox-a-20261121-120000000\.png$/);
    expect(service.path(done.file ?? '')).not.toBeNull();
    expect(service.path('../tessera.db')).toBeNull();
  });

  test('a stop leaves nothing behind', async () => {
    write = () => {
      const [running] = service.list();
      if (running !== undefined) service.cancel(running.id);
      return Promise.resolve('picture');
    };
    const done = await exported({ kind: 'download' });
    expect([done.state, done.file]).toEqual(['cancelled', null]);
    expect(readdirSync(join(home, 'exports'))).toEqual([]);
  });
});

test('nothing selected is refused at once', () => {
  const asked = { names: 'a', style: ExportStyle.parse({}), to: { kind: 'download' as const } };
  expect(() => service.start({ ...asked, selection: { kind: 'pictures', ids: [] } })).toThrow('no picture');
});
