// Puts sync together: outbox, pump, destinations and the service over them. Nothing is loaded or sent until it is on.

import type { EventHub } from '../event-hub.ts';
import type { JobWitness } from '../jobs/job-witness.ts';
import type { ImageFiles } from '../library/image-files.ts';
import type { Network } from '../network/network.ts';
import { createSecretService, type SecretService } from '../secrets/secret-service.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import type { JobTable } from '../store/job-table.ts';
import { createOutboxTable } from '../store/outbox-table.ts';
import type { SettingsTable } from '../store/settings-table.ts';
import { createWebhookInboxTable } from '../store/webhook-inbox-table.ts';
import { createDeliver } from './deliver.ts';
import { dryRun } from './dry-run.ts';
import { createOutboxPump } from './outbox-pump.ts';
import { createOutboxRecorder } from './outbox-recorder.ts';
import { createOutgoing } from './outgoing.ts';
import { createSyncService, type SyncService } from './sync-service.ts';
import { createSyncSettingsStore, type SyncSettingsStore } from './sync-settings.ts';
import { createWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';
import { createWebhookSender } from './webhook-sender.ts';

/** How long the screen shows what was sent. */
const historyMs = 30 * 86_400_000;

export interface Sync {
  readonly service: SyncService;
  readonly settings: SyncSettingsStore;
  readonly secrets: SecretService;
  readonly receiver: WebhookReceiver;
  /** Writes the outbox as jobs go; handed to the queue. */
  readonly witness: JobWitness;
  start(): void;
  close(): Promise<void>;
}

export function openSync(options: {
  readonly network: Network;
  readonly home: string;
  readonly box: SecretBox;
  readonly store: Store;
  readonly settingsTable: SettingsTable;
  readonly jobs: JobTable;
  readonly images: ImageTable;
  readonly files: ImageFiles;
  readonly events: EventHub;
  readonly clock: () => number;
  readonly random: () => number;
  readonly log: (line: string) => void;
  readonly version: string;
}): Sync {
  const { store, images, jobs, events, clock, log, version, network } = options;
  const settings = createSyncSettingsStore({ table: options.settingsTable, log });
  const secrets = createSecretService({
    home: options.home,
    box: options.box,
    weakAllowed: () => settings.get().weakKeychainConsent,
  });
  const outbox = createOutboxTable(store);
  const outgoing = createOutgoing({ network, allowed: () => [settings.get().webhook.url], version, clock });
  const webhooks = createWebhookSender({ outgoing, settings: settings.get, secret: secrets.get, clock });
  const destinations = createDeliver({
    network,
    webhooks,
    settings: settings.get,
    secret: secrets.get,
    absolutePath: options.files.absolutePath,
  });
  let started = false;

  const pump = createOutboxPump({
    outbox,
    deliver: destinations.deliver,
    // What cannot be sent in offline mode waits, and costs no try.
    isOpen: () => started && settings.get().enabled && !settings.get().paused && !network.isOffline(),
    maxTries: () => settings.get().maxTries,
    clock,
    random: options.random,
    onChange: () => service.announce(),
    log,
  });
  const service = createSyncService({
    settings,
    secrets,
    outbox,
    pump,
    events,
    dryRun: () => dryRun({ settings: settings.get(), outbox, jobs, images, version }),
    onConfigured: destinations.forget,
  });
  const witness = createOutboxRecorder({
    store,
    outbox,
    images,
    settings: settings.get,
    clock,
    version,
    // After the transaction, which is synchronous: an item that is rolled back must not be announced or sent.
    onWritten: () =>
      void setImmediate(() => {
        if (closed) return;
        service.announce();
        pump.wake();
      }),
  });
  let closed = false;
  const unsubscribe = events.subscribe((event) => {
    if (event.name === 'settings.changed') pump.wake();
  });

  return {
    service,
    settings,
    secrets,
    receiver: createWebhookReceiver({
      inbox: createWebhookInboxTable(store),
      secret: () => secrets.get('webhookSecret'),
      clock,
    }),
    witness,
    start() {
      started = true;
      outbox.forgetBefore(new Date(clock() - historyMs).toISOString());
      pump.wake();
    },
    async close() {
      closed = true;
      unsubscribe();
      await pump.close();
      destinations.forget();
    },
  };
}
