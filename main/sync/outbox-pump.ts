// Empties the outbox: a few jobs at a time, each in order, again and again until an item is sent or given up.

import type { JobId } from '../../shared/domain/ids.ts';
import type { DeliveryFault } from '../../shared/domain/sync.ts';
import type { OutboxTable, StoredItem } from '../store/outbox-table.ts';
import { backoffMs } from './backoff.ts';
import { DeliveryError } from './delivery-error.ts';

/** Enough to use a slow line well; few enough not to be felt beside a drawing job. */
const lanes = 3;
/** setTimeout counts in 32 bits; whatever is due later is looked at again then. */
const longestSleepMs = 600_000;
/** A database that cannot be written (disk full) is asked again after this long. */
const unrecordableWaitMs = 5_000;
/** A receiver may ask for patience, but not for ever. */
const longestRetryAfterMs = 3_600_000;

export interface OutboxPump {
  /** Looks for work; cheap, call it whenever something may have become due. */
  wake(): void;
  isSending(id: string): boolean;
  /** Stops; what is on the wire is cut off and sent again at the next start. */
  close(): Promise<void>;
}

export function createOutboxPump(options: {
  readonly outbox: OutboxTable;
  /** @throws DeliveryError, or the signal's reason */
  readonly deliver: (item: StoredItem, signal: AbortSignal) => Promise<void>;
  /** Whether anything may be sent now. */
  readonly isOpen: () => boolean;
  readonly maxTries: () => number;
  readonly clock: () => number;
  readonly random: () => number;
  /** An item began, was sent, failed or was given up. */
  readonly onChange: () => void;
  readonly log: (line: string) => void;
}): OutboxPump {
  const { outbox, clock } = options;
  const onWire = new Map<JobId, { readonly id: string; readonly ended: Promise<void> }>();
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    clearTimeout(timer);
    if (abort.signal.aborted || !options.isOpen()) return;
    try {
      while (onWire.size < lanes) {
        const item = outbox.nextDue(clock(), [...onWire.keys()]);
        if (item === null) break;
        begin(item);
      }
      if (onWire.size < lanes) sleepUntil(outbox.nextTime([...onWire.keys()]));
    } catch (error) {
      options.log(`outbox: cannot be read: ${String(error)}`);
      sleepUntil(clock() + unrecordableWaitMs);
    }
  }

  function sleepUntil(time: number | null): void {
    if (time === null) return;
    timer = setTimeout(wake, Math.min(longestSleepMs, Math.max(1, time - clock())));
    // Waiting for a receiver is no reason to keep a finished command alive.
    timer.unref();
  }

  function begin(item: StoredItem): void {
    const ended = send(item).then(
      () => 0,
      (error: unknown) => {
        options.log(`outbox: ${item.id} could not be recorded: ${String(error)}`);
        return unrecordableWaitMs;
      },
    );
    onWire.set(item.job, {
      id: item.id,
      ended: ended.then((waitMs) => {
        onWire.delete(item.job);
        if (abort.signal.aborted) return;
        options.onChange();
        if (waitMs === 0) wake();
        else sleepUntil(clock() + waitMs);
      }),
    });
    options.onChange();
  }

  async function send(item: StoredItem): Promise<void> {
    try {
      await options.deliver(item, abort.signal);
    } catch (error) {
      // Leaving is no failure of the receiver's: the item stays as it was.
      if (!abort.signal.aborted) recordFailure(item, error);
      return;
    }
    // Dying between the answer above and this line sends the item again; the receiver knows it by its id.
    if (!abort.signal.aborted) outbox.markSent(item.id, new Date(clock()).toISOString());
  }

  function recordFailure(item: StoredItem, error: unknown): void {
    const known = error instanceof DeliveryError ? error : null;
    if (known === null) options.log(`outbox: ${item.id} failed in a way that was not foreseen: ${stackOf(error)}`);
    const fault: DeliveryFault = known?.fault ?? {
      code: 'FAILED',
      message: 'Sending failed inside Tessera; the log has the details.',
      status: null,
    };
    const tries = item.tries + 1;
    const asked = Math.min(known?.retryAfterMs ?? 0, longestRetryAfterMs);
    const nextAt = clock() + Math.max(asked, backoffMs(tries, options.random()));
    const isGivenUp = known?.isFinal === true || tries >= options.maxTries();
    // Progress is worth telling while it is news: what overtook it is sent instead.
    const isOld = item.kind === 'progress' && (isGivenUp || outbox.isOvertaken(item));
    outbox.markFailed(item.id, { state: isOld ? 'skipped' : isGivenUp ? 'dead' : 'waiting', nextAt, fault });
    options.log(`outbox: ${item.id} try ${tries}: ${fault.code} ${fault.message}`);
  }

  return {
    wake,
    isSending: (id) => [...onWire.values()].some((sending) => sending.id === id),
    async close() {
      clearTimeout(timer);
      abort.abort();
      await Promise.all([...onWire.values()].map(({ ended }) => ended));
    },
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
