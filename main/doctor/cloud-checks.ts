// Looks a cloud API over: reachable and healthy, what it can do, and whether it keeps strangers out and lets us in.

import { randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { DiagnosisId, DiagnosisLine } from '../../shared/domain/sync-diagnosis.ts';
import { DeliveryError } from '../sync/delivery-error.ts';
import type { Outgoing } from '../sync/outgoing.ts';
import { diagnosisLine, faultLine } from './diagnosis-line.ts';

/** Wants a token and changes nothing. */
const protectedPath = '/api/stats';

const Health = z.looseObject({ status: z.string() });

const laterIds = ['cloudFlags', 'cloudNoToken', 'cloudInvalidToken', 'cloudExpiredToken', 'cloudToken'] as const;

export async function cloudChecks(options: {
  readonly url: string | null;
  /** Ours, or null when none is kept for this address. */
  readonly token: string | null;
  readonly outgoing: Outgoing;
}): Promise<DiagnosisLine[]> {
  const { url, token, outgoing } = options;
  if (url === null) return [diagnosisLine('cloudHealth', 'notConfigured')];
  const base = url.replace(/\/+$/, '');
  const { host } = new URL(url);

  const ask = (path: string, bearer: string | null) =>
    outgoing.request({
      method: 'GET',
      url: `${base}${path}`,
      headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
    });

  const health = await attempt('cloudHealth', host, async () => {
    const answer = await ask('/health', null);
    const values = { host, status: String(answer.status), ms: answer.tookMs.toFixed(0) };
    const parsed = Health.safeParse(asJson(answer.text));
    if (answer.status !== 200 || !parsed.success) return [diagnosisLine('cloudHealth', 'unexpected', values)];
    const said = parsed.data.status;
    const outcome = ['ok', 'healthy', 'up'].includes(said.toLowerCase()) ? 'healthy' : 'unhealthy';
    return [
      diagnosisLine('cloudHealth', outcome, { ...values, said }),
      diagnosisLine('cloudFlags', 'says', { what: describeFlags(parsed.data) }),
    ];
  });
  if (health.every((line) => line.verdict === 'failed')) {
    return [...health, ...laterIds.map((id) => diagnosisLine(id, 'notReached'))];
  }

  const refused = (id: DiagnosisId, bearer: string | null) =>
    attempt(id, host, async () => {
      const { status } = await ask(protectedPath, bearer);
      const outcome = status === 401 ? 'refusedRightly' : status < 300 ? 'letIn' : 'unexpected';
      return [diagnosisLine(id, outcome, { host, status: String(status) })];
    });
  return [
    ...health,
    ...(await refused('cloudNoToken', null)),
    ...(await refused('cloudInvalidToken', 'tessera-doctor-is-no-token')),
    ...(await refused('cloudExpiredToken', await expiredToken())),
    ...(await attempt('cloudToken', host, async () => {
      if (token === null) return [diagnosisLine('cloudToken', 'secretMissing')];
      const { status } = await ask(protectedPath, token);
      const outcome = status === 401 || status === 403 ? 'tokenRefused' : status < 500 ? 'accepted' : 'unexpected';
      return [diagnosisLine('cloudToken', outcome, { host, status: String(status) })];
    })),
  ];
}

async function attempt(id: DiagnosisId, host: string, work: () => Promise<DiagnosisLine[]>): Promise<DiagnosisLine[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DeliveryError) return [faultLine(id, error.fault, host)];
    throw error;
  }
}

/** Nobody holds its key, so it must be refused twice over: for its date and for its signature. */
function expiredToken(): Promise<string> {
  return new SignJWT({ scope: 'read' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject('tessera-doctor')
    .setExpirationTime(1_600_000_000)
    .sign(randomBytes(32));
}

function describeFlags(health: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(health).flatMap(([name, value]) => {
    if (name === 'status') return [];
    if (Array.isArray(value)) return [`${name}: ${value.map(String).join(', ')}`];
    return ['string', 'boolean', 'number'].includes(typeof value) ? [`${name}: ${String(value)}`] : [];
  });
  // A foreign server's words, shown but not trusted with the whole screen.
  return said.join(' · ').slice(0, 600);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
