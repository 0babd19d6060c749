// The diagnosis: this machine, and everything sync talks to; each line says what was tried, what came back, what to do.

import type { Model } from '../../shared/domain/model.ts';
import type { DiagnosisLine } from '../../shared/domain/sync-diagnosis.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { Network } from '../network/network.ts';
import type { ProviderService } from '../providers/provider-service.ts';
import type { Store } from '../store/database.ts';
import type { Sync } from '../sync/open-sync.ts';
import { createOutgoing } from '../sync/outgoing.ts';
import { createS3Store } from '../sync/s3-store.ts';
import { createWebhookSender } from '../sync/webhook-sender.ts';
import { cloudChecks } from './cloud-checks.ts';
import { machineChecks } from './machine-checks.ts';
import { s3Checks, webhookChecks } from './sync-checks.ts';

export interface DoctorService {
  /** Everything. @param cloud another cloud API than the one set up; it is shown no token. */
  examine(cloud: string | undefined): Promise<DiagnosisLine[]>;
  /** What sync talks to, as it is set up now, whether it is switched on or not. */
  testSync(): Promise<DiagnosisLine[]>;
}

export function createDoctorService(options: {
  readonly home: string;
  readonly version: string;
  readonly store: Store;
  readonly engine: Engine;
  readonly providers: Pick<ProviderService, 'probe'>;
  readonly network: Network;
  readonly sync: Pick<Sync, 'settings' | 'secrets'>;
  readonly model: () => Model;
  readonly clock: () => number;
}): DoctorService {
  const { sync, version, clock, network } = options;

  async function testSync(cloud: string | undefined): Promise<DiagnosisLine[]> {
    const settings = sync.settings.get();
    const url = cloud ?? settings.cloud.url;
    const secret = (name: Parameters<typeof sync.secrets.get>[0]) => sync.secrets.get(name);
    const outgoing = createOutgoing({ network, allowed: () => [url, settings.webhook.url], version, clock });
    const webhooks = createWebhookSender({ outgoing, settings: sync.settings.get, secret, clock });
    const store = createS3Store({ network, settings: settings.s3, secret });
    try {
      return [
        ...(await cloudChecks({ url, token: url === settings.cloud.url ? tokenOrNull() : null, outgoing })),
        ...(await webhookChecks({ settings, webhooks, clock })),
        ...(await s3Checks({ settings: settings.s3, store })),
      ];
    } finally {
      store.close();
    }
  }

  /** A token that cannot be read counts as none here; the keychain has a line of its own. */
  function tokenOrNull(): string | null {
    try {
      return sync.secrets.get('cloudToken');
    } catch (error) {
      if (error instanceof TesseraError) return null;
      throw error;
    }
  }

  return {
    async examine(cloud) {
      return [...(await machineChecks({ ...options, secrets: sync.secrets })), ...(await testSync(cloud))];
    },
    testSync: () => testSync(undefined),
  };
}
