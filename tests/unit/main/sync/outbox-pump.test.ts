import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createOutboxTable, type StoredItem } from '../../../../main/store/outbox-table.ts';
import { DeliveryError } from '../../../../main/sync/delivery-error.ts';
import { createOutboxPump } from '../../../../main/sync/outbox-pump.ts';
import type { JobId } from '../../../../shared/domain/ids.ts';
import type { OutboxKind } from '../../../../shared/domain/sync.ts';
import { openStudio } from '../fixtures.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => vi.useRealTimers());

const down = () => new DeliveryError({ code: 'REFUSED', message: 'It answered 500.', status: 500 });

function openPump(options: { readonly maxTries?: number } = {}) {
  const studio = openStudio();
  const outbox = createOutboxTable(studio.store);
  const sent: string[] = [];
  const tried: { readonly id: string; readonly at: number }[] = [];
  const state = { isOpen: true, conduct: (_item: StoredItem): Promise<void> => Promise.resolve() };
  const start = Date.now();
  const pump = createOutboxPump({
    outbox,
    async deliver(item) {
      tried.push({ id: item.id, at: Date.now() - start });
      await state.conduct(item);
      sent.push(item.id);
    },
    isOpen: () => state.isOpen,
    maxTries: () => options.maxTries ?? 12,
    clock: Date.now,
    random: () => 1,
    onChange: () => {},
    log: () => {},
  });
  const job = (): JobId => studio.submit().id;
  const write = (id: JobId, name: string, kind: OutboxKind = 'completed'): void =>
    void outbox.insert({
      id: `${id}:${name}`,
      job: id,
      image: null,
      kind,
      destination: 'webhook',
      payload: {},
      createdAt: new Date().toISOString(),
    });
  const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
  return { outbox, pump, sent, tried, state, job, write, settle, stateOf: (id: string) => outbox.find(id)?.state };
}

describe('the pump', () => {
  test('sends what a job has to tell in order, one after the other', async () => {
    const { pump, sent, job, write, settle, state } = openPump();
    const a = job();
    let onWire = 0;
    state.conduct = async () => {
      onWire += 1;
      expect(onWire).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 10));
      onWire -= 1;
    };
    write(a, '1', 'picture');
    write(a, '2', 'progress');
    write(a, '3');
    pump.wake();
    await settle(100);

    expect(sent).toEqual([`${a}:1`, `${a}:2`, `${a}:3`]);
  });

  test('goes on with other jobs while one waits for its receiver', async () => {
    const { pump, sent, job, write, settle, state } = openPump();
    const [a, b] = [job(), job()];
    state.conduct = (item) => (item.job === a ? Promise.reject(down()) : Promise.resolve());
    write(a, '1');
    write(b, '1');
    pump.wake();
    await settle();

    expect(sent).toEqual([`${b}:1`]);
  });

  test('tries again after two, four and eight seconds', async () => {
    const { pump, tried, job, write, settle, state } = openPump();
    const a = job();
    state.conduct = () => (tried.length < 4 ? Promise.reject(down()) : Promise.resolve());
    write(a, '1');
    pump.wake();
    await settle(60_000);

    expect(tried.map(({ at }) => at)).toEqual([0, 2_000, 6_000, 14_000]);
  });

  test('waits as long as a receiver asks for', async () => {
    const { pump, tried, job, write, settle, state } = openPump();
    const a = job();
    const busy = new DeliveryError({ code: 'REFUSED', message: '429' }, { retryAfterMs: 30_000 });
    state.conduct = () => (tried.length < 2 ? Promise.reject(busy) : Promise.resolve());
    write(a, '1');
    pump.wake();
    await settle(60_000);

    expect(tried.map(({ at }) => at)).toEqual([0, 30_000]);
  });

  test('gives an item up after so many tries, and holds back what follows it in its job', async () => {
    const { pump, tried, job, write, settle, state, stateOf, outbox } = openPump({ maxTries: 3 });
    const a = job();
    state.conduct = () => Promise.reject(down());
    write(a, '1', 'picture');
    write(a, '2');
    pump.wake();
    await settle(120_000);

    expect(tried.map(({ id }) => id)).toEqual([`${a}:1`, `${a}:1`, `${a}:1`]);
    expect([stateOf(`${a}:1`), stateOf(`${a}:2`)]).toEqual(['dead', 'waiting']);
    expect(outbox.find(`${a}:1`)).toMatchObject({ tries: 3, fault: { code: 'REFUSED', status: 500 } });
  });

  test('sends a dead letter again on request, and what it held back after it', async () => {
    const { pump, sent, job, write, settle, state, outbox } = openPump({ maxTries: 1 });
    const a = job();
    state.conduct = () => Promise.reject(down());
    write(a, '1', 'picture');
    write(a, '2');
    pump.wake();
    await settle();
    state.conduct = () => Promise.resolve();
    outbox.revive(null);
    pump.wake();
    await settle();

    expect(sent).toEqual([`${a}:1`, `${a}:2`]);
  });

  test('gives a message up at once that the receiver calls wrong', async () => {
    const { pump, tried, job, write, settle, state, stateOf } = openPump();
    const a = job();
    state.conduct = () =>
      Promise.reject(new DeliveryError({ code: 'REFUSED', message: '422', status: 422 }, { isFinal: true }));
    write(a, '1');
    pump.wake();
    await settle(60_000);

    expect(tried).toHaveLength(1);
    expect(stateOf(`${a}:1`)).toBe('dead');
  });

  test('skips news of progress that later news overtook, rather than sending it late', async () => {
    const { pump, sent, job, write, settle, state, stateOf } = openPump();
    const a = job();
    state.conduct = (item) => (item.kind === 'progress' ? Promise.reject(down()) : Promise.resolve());
    write(a, '25', 'progress');
    write(a, '60', 'progress');
    write(a, 'end');
    pump.wake();
    await settle();

    expect(sent).toEqual([`${a}:end`]);
    expect([stateOf(`${a}:25`), stateOf(`${a}:60`)]).toEqual(['skipped', 'skipped']);
  });

  test('sends nothing while it is held back, and everything after', async () => {
    const { pump, sent, job, write, settle, state } = openPump();
    state.isOpen = false;
    const a = job();
    write(a, '1');
    pump.wake();
    await settle(60_000);
    expect(sent).toEqual([]);
    state.isOpen = true;
    pump.wake();
    await settle();

    expect(sent).toEqual([`${a}:1`]);
  });

  test('leaves an item as it was when it is closed in the middle', async () => {
    const { pump, job, write, settle, state, outbox } = openPump();
    const a = job();
    let cut = (): void => {};
    state.conduct = () =>
      new Promise((_, reject) => {
        cut = () => reject(new Error('aborted'));
      });
    write(a, '1');
    pump.wake();
    await settle();
    expect(pump.isSending(`${a}:1`)).toBe(true);
    const closed = pump.close();
    cut();
    await closed;

    expect(outbox.find(`${a}:1`)).toMatchObject({ state: 'waiting', tries: 0 });
  });

  test('takes a fault it did not foresee for a failure, not for an end', async () => {
    const { pump, tried, sent, job, write, settle, state, outbox } = openPump();
    const a = job();
    state.conduct = () => (tried.length < 2 ? Promise.reject(new TypeError('a bug')) : Promise.resolve());
    write(a, '1');
    pump.wake();
    await settle();
    expect(outbox.find(`${a}:1`)?.fault?.code).toBe('FAILED');
    await settle(5_000);

    expect(sent).toEqual([`${a}:1`]);
  });
});
