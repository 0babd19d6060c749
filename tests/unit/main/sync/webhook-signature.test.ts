import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { equalInConstantTime, isSignedBy, signWebhook } from '../../../../main/sync/webhook-signature.ts';

const secret = 'a secret of sixteen';
const body = '{"job_id":"a"}';
const signature = signWebhook({ secret, body, unixSeconds: 1_800_000_000 });

describe('a signature', () => {
  test('is the time and the hex HMAC-SHA256 of time, dot, body', () => {
    const digest = createHmac('sha256', secret).update(`1800000000.${body}`).digest('hex');
    expect(signature).toBe(`t=1800000000,v1=${digest}`);
  });

  test('is recognised within five minutes', () => {
    expect(isSignedBy({ secret, body, signature, nowSeconds: 1_800_000_299 })).toBe(true);
    expect(isSignedBy({ secret, body, signature, nowSeconds: 1_799_999_701 })).toBe(true);
  });

  test.each([
    ['another body', { body: '{"job_id":"b"}' }],
    ['another secret', { secret: 'another secret here' }],
    ['a replay', { nowSeconds: 1_800_000_301 }],
    ['a time of its own', { signature: signature.replace('1800000000', '1800000001') }],
    ['no signature at all', { signature: '' }],
    ['half a signature', { signature: signature.slice(0, -1) }],
  ])('is not taken from %s', (_name, change) => {
    expect(isSignedBy({ secret, body, signature, nowSeconds: 1_800_000_000, ...change })).toBe(false);
  });
});

test('texts of any length are compared', () => {
  expect(equalInConstantTime('same', 'same')).toBe(true);
  expect(equalInConstantTime('same', 'Same')).toBe(false);
  expect(equalInConstantTime('', 'longer')).toBe(false);
});
