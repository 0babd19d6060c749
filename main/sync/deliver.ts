// Sends one item of the outbox to where it belongs.

import type { StoredItem } from '../store/outbox-table.ts';
import type { SecretName, SyncSettings } from '../../shared/domain/sync.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Network } from '../network/network.ts';
import { DeliveryError } from './delivery-error.ts';
import { PicturePayload } from './picture-payload.ts';
import { createS3Store, type S3Store } from './s3-store.ts';
import type { WebhookSender } from './webhook-sender.ts';

export interface Deliver {
  /** @throws DeliveryError */
  deliver(item: StoredItem, signal: AbortSignal): Promise<void>;
  /** Settings or secrets changed: connections made with the old ones are given up. */
  forget(): void;
}

export function createDeliver(options: {
  readonly network: Pick<Network, 'account'>;
  readonly webhooks: WebhookSender;
  readonly settings: () => SyncSettings;
  readonly secret: (name: SecretName) => string | null;
  readonly absolutePath: (file: string) => string;
}): Deliver {
  let store: S3Store | null = null;

  return {
    async deliver(item, signal) {
      try {
        switch (item.destination) {
          case 'webhook':
            await options.webhooks.send({ eventId: item.id, body: JSON.stringify(item.payload), signal });
            return;
          case 's3': {
            const { file, ...picture } = PicturePayload.parse(item.payload);
            store ??= createS3Store({
              network: options.network,
              settings: options.settings().s3,
              secret: options.secret,
            });
            await store.putFile({ ...picture, file: options.absolutePath(file) }, signal);
            return;
          }
          default:
            item.destination satisfies never;
        }
      } catch (error) {
        if (!(error instanceof TesseraError)) throw error;
        // The keychain is locked, or the secrets' file is damaged: the sentence says which.
        throw new DeliveryError({ code: 'SECRET_MISSING', message: error.message }, { cause: error });
      }
    },
    forget() {
      store?.close();
      store = null;
    },
  };
}
