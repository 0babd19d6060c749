import { describe, expect, test } from 'vitest';
import { createWebhookInboxTable } from '../../../../main/store/webhook-inbox-table.ts';
import { createWebhookReceiver } from '../../../../main/sync/webhook-receiver.ts';
import { signWebhook } from '../../../../main/sync/webhook-signature.ts';
import { JobId } from '../../../../shared/domain/ids.ts';
import { openStudio } from '../fixtures.ts';

const secret = 'a secret of sixteen';
const now = Date.parse('2026-11-21T10:00:00Z');
const job = JobId.parse('far-away');
const progress = (percent: number, status = 'generating') =>
  JSON.stringify({
    job_id: job,
    status,
    timestamp: '2026-11-21T10:00:00Z',
    environment: 'production',
    message: '',
    progress: percent,
  });

function openReceiver(kept: string | null = secret) {
  const { store } = openStudio();
  return createWebhookReceiver({ inbox: createWebhookInboxTable(store), secret: () => kept, clock: () => now });
}

describe('a webhook that comes in', () => {
  test('is kept once per job and status, however often it comes', () => {
    const receiver = openReceiver();
    const send = (body: string) => receiver.receive({ secret, signature: undefined, body }).isNew;

    expect([send(progress(25)), send(progress(25)), send(progress(60)), send(progress(90, 'saving'))]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(receiver.ofJob(job).map((payload) => payload.status)).toEqual(['generating', 'saving']);
  });

  test('may be signed', () => {
    const body = progress(25);
    const signature = signWebhook({ secret, body, unixSeconds: now / 1000 });

    expect(openReceiver().receive({ secret, signature, body }).isNew).toBe(true);
  });

  test.each([
    ['no secret', { secret: undefined }, 'missing'],
    ['an empty secret', { secret: '' }, 'missing'],
    ['another secret', { secret: 'another secret here' }, 'secret'],
    [
      'the signature of another body',
      { signature: signWebhook({ secret, body: '{}', unixSeconds: now / 1000 }) },
      'signature',
    ],
    [
      'an old signature',
      { signature: signWebhook({ secret, body: progress(25), unixSeconds: now / 1000 - 301 }) },
      'signature',
    ],
  ])('with %s is refused', (_name, change, reason) => {
    const receive = () => openReceiver().receive({ secret, signature: undefined, body: progress(25), ...change });

    expect(receive).toThrowError(expect.objectContaining({ code: 'UNAUTHENTICATED', details: { reason } }));
  });

  test('is refused while no secret is set here, whatever it brings', () => {
    const receive = () => openReceiver(null).receive({ secret, signature: undefined, body: progress(25) });

    expect(receive).toThrowError(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });

  test.each([
    ['not JSON', 'not json', 'INVALID_INPUT'],
    ['of an unknown status', progress(25, 'dreaming'), 'VALIDATION_ERROR'],
    ['beyond the end', progress(101), 'VALIDATION_ERROR'],
  ])('that is %s is refused', (_name, body, code) => {
    const receive = () => openReceiver().receive({ secret, signature: undefined, body });

    expect(receive).toThrowError(expect.objectContaining({ code }));
  });
});
