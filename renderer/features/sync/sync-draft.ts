// What a person has typed into the sync form, and the change to the settings that it means.

import type { SecretName, SyncPatch, SyncSettings } from '../../../shared/domain/sync.ts';

export interface SyncDraft {
  readonly webhookUrl: string;
  readonly progress: boolean;
  readonly bucket: string;
  readonly region: string;
  readonly endpoint: string;
  readonly prefix: string;
  readonly pathStyle: boolean;
  readonly cloudUrl: string;
  readonly weakKeychainConsent: boolean;
  /** Only what was touched: text to keep, null to forget. */
  readonly secrets: Readonly<Partial<Record<SecretName, string | null>>>;
}

export function startDraft(settings: SyncSettings): SyncDraft {
  const { webhook, s3, cloud } = settings;
  return {
    webhookUrl: webhook.url ?? '',
    progress: webhook.progress,
    bucket: s3.bucket ?? '',
    region: s3.region,
    endpoint: s3.endpoint ?? '',
    prefix: s3.prefix,
    pathStyle: s3.pathStyle,
    cloudUrl: cloud.url ?? '',
    weakKeychainConsent: settings.weakKeychainConsent,
    secrets: {},
  };
}

export function patchOf(draft: SyncDraft): SyncPatch {
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const secrets = Object.fromEntries(Object.entries(draft.secrets).filter(([, typed]) => typed !== ''));
  return {
    webhook: { url: orNull(draft.webhookUrl), progress: draft.progress },
    s3: {
      bucket: orNull(draft.bucket),
      region: draft.region.trim(),
      endpoint: orNull(draft.endpoint),
      prefix: draft.prefix.trim(),
      pathStyle: draft.pathStyle,
    },
    cloud: { url: orNull(draft.cloudUrl) },
    weakKeychainConsent: draft.weakKeychainConsent,
    secrets,
  };
}
