// GET /health: whether the studio works and what it offers. Open to all, so it names no path, no user and no address.

import { z } from 'zod';
import { type CallName, type CallOutput, calls } from '../../../shared/contract/index.ts';
import { fromEnvelope, TesseraError } from '../../../shared/errors.ts';
import type { Core } from '../../core.ts';
import { endpoint, say } from './endpoint.ts';

/** The operation asks for itself, whoever the caller is: it shows nothing but the flags below. */
const ownAccess = new Set(['read', 'admin'] as const);

const Flags = z.strictObject({
  status: z.enum(['healthy', 'degraded']),
  environment: z.string(),
  version: z.string(),
  node_version: z.string(),
  auth_configured: z.boolean(),
  s3_storage_configured: z.boolean(),
  webhook_enabled: z.boolean(),
  features: z.array(z.string()),
  image_generation_available: z.boolean(),
  video_generation_available: z.boolean(),
  secure_api_available: z.boolean(),
});

export const healthEndpoint = endpoint({
  method: 'GET',
  path: '/health',
  id: 'health',
  summary: 'Whether the studio works and what it offers.',
  open: true,
  answers: { 200: { description: 'It answers.', schema: Flags } },
  handle: async (_asked, { core }) => say(200, await flagsOf(core)),
});

async function flagsOf(core: Core): Promise<z.infer<typeof Flags>> {
  const [health, sync, { models }, refusesStrangers] = await Promise.all([
    ask(core, 'system.health'),
    ask(core, 'sync.get'),
    ask(core, 'models.list'),
    isRefused(core, null),
  ]);
  const usable = models.filter((model) => model.problem === null);
  const offers = (what: 'imageToImage' | 'inpainting') => usable.some(({ manifest }) => manifest.capabilities[what]);
  const engine = health.services.find(({ name }) => name === 'engine');
  const canDraw = usable.length > 0 && engine !== undefined && engine.status !== 'down';
  const { settings, secrets } = sync;
  const s3 = settings.s3.bucket !== null && secrets.s3AccessKeyId === true && secrets.s3SecretAccessKey === true;
  const webhook = settings.enabled && settings.webhook.url !== null;
  const now = core.clock();
  const tokens = core.tokens
    .list()
    .some(({ revokedAt, expiresAt }) => revokedAt === null && Date.parse(expiresAt) > now);
  const features = [
    canDraw && 'text-to-image',
    canDraw && offers('imageToImage') && 'image-to-image',
    canDraw && offers('inpainting') && 'inpainting',
    canDraw && 'upscale',
    canDraw && 'storyboards',
    core.credits.enabled() && 'credits',
    settings.enabled && 'sync',
  ].filter((feature) => feature !== false);
  return {
    status: health.status,
    environment: settings.environment,
    version: health.version,
    node_version: process.versions.node,
    auth_configured: tokens,
    s3_storage_configured: s3,
    webhook_enabled: webhook,
    features,
    image_generation_available: canDraw,
    // No family of models draws moving pictures; the flag follows when one does.
    video_generation_available: features.some((feature) => String(feature).endsWith('-to-video')),
    secure_api_available: refusesStrangers,
  };
}

async function ask<Name extends CallName>(core: Core, name: Name): Promise<CallOutput<Name>> {
  const result = await core.dispatch(name, {}, { door: 'http', access: ownAccess });
  if (!result.ok) throw fromEnvelope(result.error);
  return calls[name].output.parse(result.value) as CallOutput<Name>;
}

/** Whether the door stays shut for whoever brings this token. */
async function isRefused(core: Core, token: string | null): Promise<boolean> {
  try {
    await core.tokens.verify(token);
    return false;
  } catch (error) {
    return error instanceof TesseraError && error.code === 'UNAUTHENTICATED';
  }
}
