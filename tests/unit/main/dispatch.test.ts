import { describe, expect, it } from 'vitest';
import { createDispatch } from '../../../main/dispatch.ts';
import type { Handlers } from '../../../main/handler-table.ts';
import type { Access } from '../../../shared/contract/call.ts';
import { TesseraError } from '../../../shared/errors.ts';

function dispatchWith(handlers: Partial<Handlers>) {
  const logged: string[] = [];
  const dispatch = createDispatch({ handlers: handlers as Handlers, log: (line) => logged.push(line) });
  const access: ReadonlySet<Access> = new Set(['read']);
  return { logged, call: (name: unknown, raw: unknown) => dispatch(name, raw, { door: 'test', access }) };
}

describe('dispatch', () => {
  it('hands a parsed input to the handler, defaults filled in', async () => {
    const { call } = dispatchWith({ 'library.list': (input) => ({ items: [], nextCursor: null, total: input.limit }) });

    expect(await call('library.list', {})).toEqual({ ok: true, value: { items: [], nextCursor: null, total: 60 } });
  });

  it.each(['nothing.here', '__proto__', 'constructor', 42, null, undefined])(
    'refuses the unknown call %s',
    async (name) => {
      expect(await dispatchWith({}).call(name, {})).toMatchObject({ ok: false, error: { code: 'CALL_UNKNOWN' } });
    },
  );

  it('refuses a call the caller has no access to before looking at its input', async () => {
    expect(await dispatchWith({}).call('settings.set', 'nonsense')).toMatchObject({
      ok: false,
      error: { code: 'FORBIDDEN' },
    });
  });

  it('refuses an input that does not parse', async () => {
    expect(await dispatchWith({}).call('library.get', { id: '../etc' })).toMatchObject({
      ok: false,
      error: { code: 'VALIDATION_ERROR', details: { field: 'id' } },
    });
  });

  it('passes a coded error on as it is', async () => {
    const { call, logged } = dispatchWith({
      'settings.get': () => {
        throw new TesseraError('DISK_FULL', 'The disk is full.');
      },
    });

    expect(await call('settings.get', {})).toEqual({
      ok: false,
      error: { code: 'DISK_FULL', message: 'The disk is full.', retryable: true },
    });
    expect(logged).toEqual([]);
  });

  it('hides a bug from the caller and logs its stack', async () => {
    const { call, logged } = dispatchWith({
      'settings.get': () => {
        throw new RangeError('boom');
      },
    });
    const result = await call('settings.get', {});

    expect(result).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect(JSON.stringify(result)).not.toContain('boom');
    expect(logged.join()).toContain('boom');
  });
});
