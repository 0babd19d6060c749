// What can be done with sync: set it up, look at the outbox, hold it back, send again, and see what would be sent.

import type { CallOutput } from '../../shared/contract/index.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import type { OutboxItem, OutboxState, SyncPatch, SyncSettings, SyncStatus } from '../../shared/domain/sync.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { EventHub } from '../event-hub.ts';
import { decodeCursor, encodeCursor } from '../page-cursor.ts';
import type { SecretService } from '../secrets/secret-service.ts';
import { type OutboxTable, type StoredItem, toOutboxItem } from '../store/outbox-table.ts';
import type { OutboxPump } from './outbox-pump.ts';
import { patched, type SyncSettingsStore } from './sync-settings.ts';

export interface SyncService {
  get(): SyncStatus;
  /** @throws INVALID_INPUT for a setting that cannot work, KEYCHAIN_UNAVAILABLE, DATA_FOLDER_READ_ONLY */
  configure(patch: SyncPatch): SyncStatus;
  setPaused(paused: boolean): SyncStatus;
  list(options: {
    readonly states?: readonly OutboxState[] | undefined;
    readonly job?: JobId | undefined;
    readonly limit: number;
    readonly cursor: string | null;
  }): { items: OutboxItem[]; nextCursor: string | null };
  /** @throws OUTBOX_ITEM_NOT_FOUND */
  retry(id: string | undefined): { queued: number };
  dryRun(): CallOutput<'sync.dryRun'>;
  /** Tells the screens that the outbox changed. */
  announce(): void;
}

export function createSyncService(options: {
  readonly settings: SyncSettingsStore;
  readonly secrets: SecretService;
  readonly outbox: OutboxTable;
  readonly pump: OutboxPump;
  readonly events: EventHub;
  readonly dryRun: () => CallOutput<'sync.dryRun'>;
  /** Settings or secrets are different now. */
  readonly onConfigured: () => void;
}): SyncService {
  const { settings, secrets, outbox, pump, events } = options;

  function counts(): SyncStatus['counts'] {
    const { waiting = 0, sent = 0, dead = 0 } = outbox.countByState();
    return { waiting, sent, dead };
  }

  function announce(): void {
    events.announce('sync.changed', { counts: counts() });
  }

  function get(): SyncStatus {
    return {
      settings: settings.get(),
      secrets: secrets.known(),
      onlyInWindow: secrets.onlyInWindow(),
      keychain: secrets.protection(),
      counts: counts(),
    };
  }

  function changed(): SyncStatus {
    options.onConfigured();
    pump.wake();
    announce();
    return get();
  }

  return {
    get,
    configure({ secrets: given = {}, ...patch }) {
      const wanted = patched(settings.get(), patch);
      const kept = { ...secrets.known() };
      for (const [name, text] of Object.entries(given)) kept[name as keyof typeof kept] = text !== null;
      assertSendable(wanted, kept, secrets.onlyInWindow());
      const before = settings.get();
      settings.put(wanted);
      try {
        secrets.set(given);
      } catch (error) {
        settings.put(before);
        throw error;
      }
      return changed();
    },
    setPaused(paused) {
      settings.put({ ...settings.get(), paused });
      return changed();
    },
    list({ states, job, limit, cursor }) {
      const before = decodeCursor(cursor);
      const stored = outbox.page({
        // `sending` is a waiting item that is on the wire.
        states: states?.map((state) => (state === 'sending' ? 'waiting' : state)) ?? null,
        job: job ?? null,
        before: before === null ? null : Number(before.id),
        limit: limit + 1,
      });
      const shown = stored.slice(0, limit).map((item) => toOutboxItem(item, pump.isSending(item.id)));
      const last = stored[limit - 1];
      const nextCursor = stored.length > limit && last !== undefined ? cursorOf(last) : null;
      return { items: states === undefined ? shown : shown.filter((item) => states.includes(item.state)), nextCursor };
    },
    retry(id) {
      if (id !== undefined && outbox.find(id) === null) {
        throw new TesseraError('OUTBOX_ITEM_NOT_FOUND', 'There is no such item in the outbox.', { details: { id } });
      }
      const revived = outbox.revive(id ?? null);
      announce();
      pump.wake();
      return { queued: revived.length };
    },
    dryRun: options.dryRun,
    announce,
  };
}

function cursorOf(item: StoredItem): string {
  return encodeCursor({ time: item.createdAt, id: String(item.number) });
}

/** Refused while it is being set up, rather than item by item later. */
function assertSendable(
  settings: SyncSettings,
  secrets: SyncStatus['secrets'],
  onlyInWindow: SyncStatus['onlyInWindow'],
): void {
  if (!settings.enabled) return;
  const hint =
    onlyInWindow.length === 0 ? '' : ' What was entered in the window is sealed by its keychain: enter it here again.';
  if (settings.webhook.url === null && settings.s3.bucket === null) {
    throw missing('enabled', 'Sync has nowhere to send to. Set the address of a webhook or a bucket first.');
  }
  if (settings.webhook.url !== null && !secrets.webhookSecret) {
    throw missing('secrets.webhookSecret', `A webhook needs its secret, so that the receiver knows who sends.${hint}`);
  }
  if (settings.s3.bucket !== null && !(secrets.s3AccessKeyId && secrets.s3SecretAccessKey)) {
    throw missing('secrets.s3SecretAccessKey', `A bucket needs an access key id and a secret access key.${hint}`);
  }
}

function missing(field: string, sentence: string): TesseraError {
  return new TesseraError('INVALID_INPUT', sentence, { details: { field } });
}
