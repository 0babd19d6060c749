// Takes the webhooks of a remote backend: checks the secret, and keeps each news of a job once.

import type { JobId } from '../../shared/domain/ids.ts';
import { WebhookPayload } from '../../shared/domain/sync-webhook.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { WebhookInboxTable } from '../store/webhook-inbox-table.ts';
import { validationError } from '../validation-sentence.ts';
import { equalInConstantTime, isSignedBy } from './webhook-signature.ts';

export interface WebhookReceiver {
  /**
   * @param body as it came, byte for byte: the signature is over that
   * @throws UNAUTHENTICATED without the secret or with a bad signature, INVALID_INPUT, VALIDATION_ERROR
   */
  receive(options: {
    readonly secret: string | undefined;
    /** Checked when it was sent; a backend may send the secret alone. */
    readonly signature: string | undefined;
    readonly body: string;
  }): { readonly payload: WebhookPayload; readonly isNew: boolean };
  ofJob(job: JobId): readonly WebhookPayload[];
}

export function createWebhookReceiver(options: {
  readonly inbox: WebhookInboxTable;
  readonly secret: () => string | null;
  readonly clock: () => number;
}): WebhookReceiver {
  return {
    receive({ secret: given, signature, body }) {
      const expected = options.secret();
      if (given === undefined || given === '') {
        throw new TesseraError('UNAUTHENTICATED', 'No secret was sent. Send it as X-Webhook-Secret.', {
          details: { reason: 'missing' },
        });
      }
      // Compared even when none is set, so that the time does not tell which it is.
      const isRight = equalInConstantTime(given, expected ?? '') && expected !== null;
      if (!isRight) {
        throw new TesseraError('UNAUTHENTICATED', 'The secret in X-Webhook-Secret is not the one that is set here.', {
          details: { reason: 'secret' },
        });
      }
      const nowSeconds = Math.floor(options.clock() / 1000);
      if (signature !== undefined && !isSignedBy({ secret: expected, body, signature, nowSeconds })) {
        throw new TesseraError(
          'UNAUTHENTICATED',
          'X-Tessera-Signature is not of this body, or older than five minutes.',
          {
            details: { reason: 'signature' },
          },
        );
      }
      const raw = parseJson(body);
      const parsed = WebhookPayload.safeParse(raw);
      if (!parsed.success) throw validationError(parsed.error, raw);
      return {
        payload: parsed.data,
        isNew: options.inbox.insert(parsed.data, new Date(options.clock()).toISOString()),
      };
    },
    ofJob: (job) => options.inbox.ofJob(job),
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new TesseraError('INVALID_INPUT', 'The body of the webhook is not JSON.', { cause });
  }
}
