// The fake studio's exports: each goes on by one picture a step, and one whose pattern says so cannot write some of them.

import type { ServerResponse } from 'node:http';
import type { CallParsed, TesseraEvent } from '../../shared/contract/index.ts';
import { ExportId, type LibraryExport } from '../../shared/domain/export.ts';
import { ImageId } from '../../shared/domain/ids.ts';
import { TesseraError } from '../../shared/errors.ts';

const stepMs = 20;

export function isExportCall(name: string): boolean {
  return name.startsWith('exports.') || name === 'desktop.chooseFolder';
}

export function createFakeExports({
  found,
  send,
}: {
  readonly found: (search: string) => number;
  readonly send: (event: TesseraEvent) => void;
}) {
  const exports = new Map<string, LibraryExport>();

  function change(id: string, changes: Partial<LibraryExport>): LibraryExport {
    const known = exports.get(id);
    if (known === undefined) throw new TesseraError('FILE_NOT_FOUND', 'There is no such export.');
    const next = { ...known, ...changes };
    exports.set(id, next);
    send({ name: 'export.changed', data: next, sequence: Number.MAX_SAFE_INTEGER });
    return next;
  }

  function step(id: string, names: string): void {
    const now = exports.get(id);
    if (now === undefined || now.state !== 'running') return;
    if (now.written + now.failed === now.total) {
      return void change(id, {
        state: 'completed',
        file: now.folder === null ? 'tessera-20261121-101500000.zip' : null,
      });
    }
    // A pattern with this word holds the export where it is.
    if (names.includes('hold') && now.written === 1) return;
    if (names.includes('fail') && now.failed === 0) {
      const message = 'This cannot be read as a picture. It may be damaged or of an unknown kind.';
      const failures = [{ image: ImageId.parse('broken'), name: 'a broken picture', message }];
      change(id, { failed: 1, failures });
    } else change(id, { written: now.written + 1 });
    setTimeout(() => step(id, names), stepMs);
  }

  function start({ selection, names }: CallParsed<'exports.start'>): LibraryExport {
    const id = ExportId.parse(`export-${exports.size + 1}`);
    const total = selection.kind === 'pictures' ? selection.ids.length : found(selection.search);
    const started: LibraryExport = {
      id,
      state: 'running',
      total,
      written: 0,
      failed: 0,
      failures: [],
      file: null,
      folder: null,
      error: null,
    };
    exports.set(id, started);
    setTimeout(() => step(id, names), stepMs);
    return started;
  }

  return {
    /** Hands out what was exported, as the studio does. @returns false for another address */
    serve(path: string, response: ServerResponse): boolean {
      const file = /^\/export\/([^/]+)$/.exec(path)?.[1];
      if (file === undefined) return false;
      response.writeHead(200, {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename*=UTF-8''${file}`,
      });
      response.end('the end of an empty zip');
      return true;
    },
    // oxlint-disable-next-line typescript/no-explicit-any -- the input was just parsed by the schema of its call
    answer(name: string, input: any): unknown {
      if (name === 'exports.start') return start(input);
      if (name === 'exports.list') return { exports: [...exports.values()].toReversed() };
      if (name === 'exports.cancel') return change(input.id, { state: 'cancelled' });
      throw new TesseraError('CALL_UNKNOWN', `The fake studio has no ${name}.`);
    },
  };
}
