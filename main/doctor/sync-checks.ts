// Tries the webhook and the bucket as they are set up, with a probe that leaves nothing behind.

import { randomUUID } from 'node:crypto';
import { JobId } from '../../shared/domain/ids.ts';
import type { DiagnosisId, DiagnosisLine } from '../../shared/domain/sync-diagnosis.ts';
import type { SyncSettings } from '../../shared/domain/sync.ts';
import { TesseraError } from '../../shared/errors.ts';
import { DeliveryError } from '../sync/delivery-error.ts';
import type { S3Store } from '../sync/s3-store.ts';
import { progressMessage } from '../sync/webhook-message.ts';
import type { WebhookSender } from '../sync/webhook-sender.ts';
import { diagnosisLine, faultLine } from './diagnosis-line.ts';

/** A receiver can tell by it that this is no job of anyone's. */
const probeJob = JobId.parse('tessera-doctor-probe');

export async function webhookChecks(options: {
  readonly settings: SyncSettings;
  readonly webhooks: WebhookSender;
  readonly clock: () => number;
}): Promise<DiagnosisLine[]> {
  const { webhook, environment } = options.settings;
  if (webhook.url === null) return [diagnosisLine('webhook', 'notConfigured')];
  const { host } = new URL(webhook.url);
  const message = progressMessage({
    job: probeJob,
    milestone: { percent: 0, status: 'initializing', message: 'A probe of tessera doctor; there is no such job.' },
    environment,
    timestamp: new Date(options.clock()).toISOString(),
  });
  try {
    const eventId = `${probeJob}:${randomUUID()}`;
    const { status } = await options.webhooks.send({ eventId, body: JSON.stringify(message) });
    return [diagnosisLine('webhook', 'accepted', { host, status: String(status) })];
  } catch (error) {
    return [faulty('webhook', error, host)];
  }
}

export async function s3Checks(options: {
  readonly settings: SyncSettings['s3'];
  readonly store: S3Store;
}): Promise<DiagnosisLine[]> {
  const { settings, store } = options;
  if (settings.bucket === null) return [diagnosisLine('s3Write', 'notConfigured')];
  const host = settings.endpoint === null ? `s3.${settings.region}.amazonaws.com` : new URL(settings.endpoint).host;
  const text = `a probe of tessera doctor, ${randomUUID()}`;
  const probe = store.probe(`tessera-doctor/${randomUUID()}.txt`, text);
  const lines: DiagnosisLine[] = [];
  try {
    await probe.write();
    lines.push(diagnosisLine('s3Write', 'works'));
  } catch (error) {
    const later = (['s3Read', 's3Remove'] as const).map((id) => diagnosisLine(id, 'notReached'));
    return [faulty('s3Write', error, host), ...later];
  }
  try {
    lines.push(diagnosisLine('s3Read', (await probe.read()) === text ? 'works' : 'differs'));
  } catch (error) {
    lines.push(faulty('s3Read', error, host));
  }
  try {
    await probe.remove();
    lines.push(diagnosisLine('s3Remove', 'works'));
  } catch (error) {
    lines.push(faulty('s3Remove', error, host));
  }
  return lines;
}

function faulty(id: DiagnosisId, error: unknown, host: string): DiagnosisLine {
  if (error instanceof DeliveryError) return faultLine(id, error.fault, host);
  // A keychain that is locked, a secret that cannot be read.
  if (error instanceof TesseraError) return diagnosisLine(id, 'broken', { message: error.message });
  throw error;
}
