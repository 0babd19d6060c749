// Posts one webhook: signed, with the secret and the event's id, and with the token when the cloud API itself listens.

import type { SyncSettings } from '../../shared/domain/sync.ts';
import type { SecretName } from '../../shared/domain/sync.ts';
import { DeliveryError } from './delivery-error.ts';
import type { Outgoing } from './outgoing.ts';
import { signWebhook } from './webhook-signature.ts';

export interface WebhookSender {
  /** @throws DeliveryError */
  send(options: { readonly eventId: string; readonly body: string; readonly signal?: AbortSignal }): Promise<{
    readonly status: number;
    readonly tookMs: number;
  }>;
}

/** The message itself is at fault: it will be refused the next time too. */
const finalStatuses: ReadonlySet<number> = new Set([400, 410, 413, 415, 422]);

export function createWebhookSender(options: {
  readonly outgoing: Outgoing;
  readonly settings: () => SyncSettings;
  readonly secret: (name: SecretName) => string | null;
  readonly clock: () => number;
}): WebhookSender {
  return {
    async send({ eventId, body, signal }) {
      const { webhook, cloud } = options.settings();
      if (webhook.url === null) {
        throw new DeliveryError({ code: 'NOT_CONFIGURED', message: 'No address for webhooks is set.' });
      }
      const secret = options.secret('webhookSecret');
      if (secret === null) {
        throw new DeliveryError({ code: 'SECRET_MISSING', message: 'The webhook secret is not set here.' });
      }
      const url = new URL(webhook.url);
      const token = sameOrigin(webhook.url, cloud.url) ? options.secret('cloudToken') : null;
      const answer = await options.outgoing.request({
        method: 'POST',
        url: webhook.url,
        body,
        headers: {
          'content-type': 'application/json',
          'idempotency-key': eventId,
          'x-webhook-secret': secret,
          'x-tessera-signature': signWebhook({ secret, body, unixSeconds: Math.floor(options.clock() / 1000) }),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(signal === undefined ? {} : { signal }),
      });
      const { status, retryAfterMs, tookMs } = answer;
      if (status >= 200 && status < 300) return { status, tookMs };
      throw new DeliveryError(
        { code: 'REFUSED', message: `${url.host} answered ${status}.`, status },
        { isFinal: finalStatuses.has(status), retryAfterMs },
      );
    },
  };
}

function sameOrigin(one: string, other: string | null): boolean {
  return other !== null && new URL(one).origin === new URL(other).origin;
}
