// Signs a webhook's body and checks such a signature: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`.

import { createHmac, timingSafeEqual } from 'node:crypto';

/** A signature older than this is a replay, clocks that differ included. */
const toleranceSeconds = 300;

export function signWebhook(options: {
  readonly secret: string;
  readonly body: string;
  readonly unixSeconds: number;
}): string {
  return `t=${options.unixSeconds},v1=${digest(options)}`;
}

export function isSignedBy(options: {
  readonly secret: string;
  readonly body: string;
  readonly signature: string;
  readonly nowSeconds: number;
}): boolean {
  const parts = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(options.signature);
  if (parts === null) return false;
  const unixSeconds = Number(parts[1]);
  if (Math.abs(options.nowSeconds - unixSeconds) > toleranceSeconds) return false;
  return equalInConstantTime(parts[2] ?? '', digest({ ...options, unixSeconds }));
}

/** Takes as long for a nearly right guess as for a wrong one, whatever the lengths. */
export function equalInConstantTime(given: string, expected: string): boolean {
  const hash = (text: string): Buffer => createHmac('sha256', 'comparison').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

function digest({ secret, body, unixSeconds }: { secret: string; body: string; unixSeconds: number }): string {
  return createHmac('sha256', secret).update(`${unixSeconds}.${body}`).digest('hex');
}
