// Calls and events about the app itself: health, settings, tokens, and the desktop it stands on.

import { z } from 'zod';
import { ImageId } from '../domain/ids.ts';
import { Settings, SettingsPatch } from '../domain/settings.ts';
import { call } from './call.ts';

const ServiceHealth = z.strictObject({
  name: z.enum(['database', 'storage', 'engine']),
  status: z.enum(['ok', 'degraded', 'down', 'idle']),
  message: z.string(),
  latencyMs: z.number().nonnegative().nullable(),
});

const Token = z.strictObject({
  jti: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
});

export const systemCalls = {
  'system.health': call({
    summary: 'Whether every part works, each probed now.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({
      status: z.enum(['healthy', 'degraded']),
      version: z.string(),
      platform: z.string(),
      uptimeSeconds: z.number().nonnegative(),
      memoryMb: z.number().nonnegative(),
      services: z.array(ServiceHealth),
      queue: z.strictObject({ queued: z.int().nonnegative(), running: z.int().nonnegative() }),
    }),
  }),
  'system.about': call({
    summary: 'Where the data of this studio lies, and the licences of what ships with it.',
    access: 'admin',
    input: z.strictObject({}),
    output: z.strictObject({ dataFolder: z.string(), licences: z.string() }),
  }),
  'system.stats': call({
    summary: 'What the studio holds and does, counted now.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({
      projects: z.int().nonnegative(),
      shots: z.int().nonnegative(),
      activeJobs: z.int().nonnegative(),
      queuedJobs: z.int().nonnegative(),
      failedJobs: z.int().nonnegative(),
      /** Today by UTC. */
      completedToday: z.int().nonnegative(),
      images: z.int().nonnegative(),
      storageBytes: z.int().nonnegative(),
    }),
  }),
  'localApi.status': call({
    summary: 'Where the local API answers, or why it does not although it is switched on.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ url: z.string().nullable(), problem: z.string().nullable() }),
  }),
  'settings.get': call({
    summary: 'The settings.',
    access: 'read',
    input: z.strictObject({}),
    output: Settings,
  }),
  'settings.set': call({
    summary: 'Change some settings; answers with all of them.',
    access: 'admin',
    input: SettingsPatch,
    output: Settings,
  }),
  'tokens.create': call({
    summary: 'Mint a token for the local API; it is shown this once.',
    access: 'admin',
    input: z.strictObject({
      name: z.string().min(1).max(100),
      expiresInSeconds: z
        .int()
        .min(60)
        .max(366 * 86_400),
      /** Left out: read and write. `admin` reaches settings, tokens and models on disk. */
      scopes: z
        .array(z.enum(['read', 'write', 'admin']))
        .min(1)
        .optional(),
    }),
    output: z.strictObject({ token: z.string(), info: Token }),
  }),
  'tokens.list': call({
    summary: 'The tokens that were minted, without their secret.',
    access: 'admin',
    input: z.strictObject({}),
    output: z.strictObject({ tokens: z.array(Token) }),
  }),
  'tokens.revoke': call({
    summary: 'Make a token worthless at once.',
    access: 'admin',
    input: z.strictObject({ jti: z.string().min(1).max(100) }),
    output: Token,
  }),
  'desktop.reveal': call({
    summary: 'Show a picture in the file manager.',
    access: 'desktop',
    input: z.strictObject({ image: ImageId }),
    output: z.strictObject({}),
  }),
  'desktop.drag': call({
    summary: 'Take a picture, while it is dragged, out to another application.',
    access: 'desktop',
    input: z.strictObject({ image: ImageId }),
    output: z.strictObject({}),
  }),
  'desktop.copy': call({
    summary: 'Put a picture on the clipboard.',
    access: 'desktop',
    input: z.strictObject({ image: ImageId }),
    output: z.strictObject({}),
  }),
} as const;

export const systemEvents = {
  'settings.changed': Settings,
} as const;
