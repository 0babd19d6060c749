// What leaves this machine when sync is on: where to, what is on its way, and what was given up.

import { z } from 'zod';
import { ImageId, JobId } from './ids.ts';

/**
 * Secrets and pictures travel encrypted, except to this machine or its own network, where certificates are rare.
 * @returns why the address cannot be used, or null
 */
export function outgoingUrlFault(address: string): string | null {
  const parts = /^(https?):\/\/([^/?#]+)[^#]*(#?)/i.exec(address);
  if (parts === null || !z.url().safeParse(address).success)
    return 'must be an address such as https://example.org/hook';
  const [, scheme = '', authority = '', mark] = parts;
  if (authority.includes('@')) return 'must hold no user name or password; keep those as secrets';
  if (mark === '#') return 'must hold no part after "#"';
  if (scheme.toLowerCase() === 'https' || isNear(authority.replace(/:\d+$/, '').toLowerCase())) return null;
  return 'must begin with https://; http:// is for this machine and its own network only';
}

function isNear(host: string): boolean {
  if (host === 'localhost' || host === '[::1]' || host.endsWith('.local') || host.endsWith('.localhost')) return true;
  // A name without a dot is resolved by the local network alone; without a letter it is an address in disguise.
  if (/^[a-z][a-z0-9-]*$/.test(host)) return true;
  return /^(?:127|10)\.\d+\.\d+\.\d+$|^192\.168\.\d+\.\d+$|^172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+$/.test(host);
}

const OutgoingUrl = z
  .string()
  .max(2000)
  .superRefine((address, context) => {
    const fault = outgoingUrlFault(address);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  });

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const CloudSettings = z.strictObject({
  /** The base of a cloud API; `/health` and the rest are below it. */
  url: OutgoingUrl.nullable().default(null),
});
const WebhookSettings = z.strictObject({
  url: OutgoingUrl.nullable().default(null),
  /** Whether to tell of a job under way too, not only of its end. */
  progress: z.boolean().default(true),
});
const S3Settings = z.strictObject({
  /** Left open: Amazon's own for the region. */
  endpoint: OutgoingUrl.nullable().default(null),
  bucket: z
    .string()
    .regex(bucketName, 'must be the name of a bucket: 3 to 63 of a-z, 0-9, "." and "-"')
    .nullable()
    .default(null),
  region: z
    .string()
    .min(1)
    .max(50)
    .regex(/^[a-z0-9-]+$/, 'only a-z, 0-9 and "-" are allowed')
    .default('us-east-1'),
  /** The bucket in the path (most servers of one's own) instead of in the host name. */
  pathStyle: z.boolean().default(true),
  /** Put before every key; with or without a slash at its ends. */
  prefix: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9!_.*'()/-]*$/, "only letters, digits and !_.*'()/- are allowed")
    .default(''),
});

export const SyncSettings = z.strictObject({
  /** Nothing is recorded and nothing is sent while this is off. */
  enabled: z.boolean().default(false),
  /** Holds everything back; what is finished meanwhile is still recorded. */
  paused: z.boolean().default(false),
  /** Named in every webhook, so that a receiver can tell a trial from the real thing. */
  environment: z.string().min(1).max(50).default('production'),
  /** After so many failed tries an item becomes a dead letter. */
  maxTries: z.int().min(1).max(50).default(12),
  /** Whether the person agreed to a keychain that only obscures, where the desktop has no real one. */
  weakKeychainConsent: z.boolean().default(false),
  cloud: CloudSettings.prefault({}),
  webhook: WebhookSettings.prefault({}),
  s3: S3Settings.prefault({}),
});
export type SyncSettings = z.infer<typeof SyncSettings>;

export const secretNames = ['cloudToken', 'webhookSecret', 's3AccessKeyId', 's3SecretAccessKey'] as const;
export const SecretName = z.enum(secretNames);
export type SecretName = z.infer<typeof SecretName>;

/** Goes in and never comes out; null forgets it. */
const Secret = z
  .string()
  .min(8)
  .max(8000)
  .regex(/^[\x21-\x7e]+$/, 'must be printable characters without spaces')
  .nullable();

export const SyncPatch = z.strictObject({
  enabled: z.boolean().optional(),
  environment: SyncSettings.shape.environment.unwrap().optional(),
  maxTries: SyncSettings.shape.maxTries.unwrap().optional(),
  cloud: z.strictObject({ url: OutgoingUrl.nullable().optional() }).optional(),
  webhook: z.strictObject({ url: OutgoingUrl.nullable().optional(), progress: z.boolean().optional() }).optional(),
  s3: z
    .strictObject({
      endpoint: OutgoingUrl.nullable().optional(),
      bucket: S3Settings.shape.bucket.unwrap().optional(),
      region: S3Settings.shape.region.unwrap().optional(),
      pathStyle: z.boolean().optional(),
      prefix: S3Settings.shape.prefix.unwrap().optional(),
    })
    .optional(),
  secrets: z
    .strictObject({
      cloudToken: Secret.optional(),
      webhookSecret: Secret.optional(),
      s3AccessKeyId: Secret.optional(),
      s3SecretAccessKey: Secret.optional(),
    })
    .optional(),
  weakKeychainConsent: z.boolean().optional(),
});
export type SyncPatch = z.infer<typeof SyncPatch>;

export const outboxKinds = ['picture', 'progress', 'completed', 'failed'] as const;
export const OutboxKind = z.enum(outboxKinds);
export type OutboxKind = z.infer<typeof OutboxKind>;

export const OutboxDestination = z.enum(['s3', 'webhook']);
export type OutboxDestination = z.infer<typeof OutboxDestination>;

/**
 * waiting: to be sent, now or at `nextAt`. sending: on the wire now. dead: given up after too many tries, until sent
 * again by hand; what follows it in its job waits. skipped: news of progress that later news overtook.
 */
export const outboxStates = ['waiting', 'sending', 'sent', 'dead', 'skipped'] as const;
export const OutboxState = z.enum(outboxStates);
export type OutboxState = z.infer<typeof OutboxState>;

/** Why a try failed: a code a screen has words for, and the facts. */
export const DeliveryFault = z.strictObject({
  code: z.enum([
    'NOT_CONFIGURED',
    'SECRET_MISSING',
    'UNREACHABLE',
    'TIMED_OUT',
    'REFUSED',
    'REDIRECTED',
    'FILE_GONE',
    'WRONG_KEYS',
    'NO_BUCKET',
    'FAILED',
  ]),
  message: z.string(),
  status: z.int().nullable(),
});
export type DeliveryFault = z.infer<typeof DeliveryFault>;

export const OutboxItem = z.strictObject({
  /** Also the idempotency key a receiver sees: the same news never has two. */
  id: z.string(),
  job: JobId,
  image: ImageId.nullable(),
  kind: OutboxKind,
  destination: OutboxDestination,
  state: OutboxState,
  tries: z.int().nonnegative(),
  nextAt: z.iso.datetime().nullable(),
  fault: DeliveryFault.nullable(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
});
export type OutboxItem = z.infer<typeof OutboxItem>;

export const SyncStatus = z.strictObject({
  settings: SyncSettings,
  /** Which secrets are kept; never what they are. */
  secrets: z.record(SecretName, z.boolean()),
  /** Secrets that were entered in the window and that only it can open; none when asked there. */
  onlyInWindow: z.array(SecretName),
  /** Where secrets are kept: the desktop's keychain, one that only obscures, or an encrypted file. */
  keychain: z.enum(['keychain', 'weak', 'file', 'unavailable']),
  counts: z.strictObject({
    waiting: z.int().nonnegative(),
    sent: z.int().nonnegative(),
    dead: z.int().nonnegative(),
  }),
});
export type SyncStatus = z.infer<typeof SyncStatus>;
