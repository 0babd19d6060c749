// Where an object stands in an S3-compatible store: its key below the prefix and the address it is published at.

import type { SyncSettings } from '../../shared/domain/sync.ts';

export function objectKey(prefix: string, path: string): string {
  const folder = prefix.replace(/^\/+|\/+$/g, '');
  return folder === '' ? path : `${folder}/${path}`;
}

/** @returns null without a bucket */
export function publicUrl(s3: SyncSettings['s3'], path: string): string | null {
  if (s3.bucket === null) return null;
  const base = new URL(s3.endpoint ?? `https://s3.${s3.region}.amazonaws.com`);
  const key = objectKey(s3.prefix, path).split('/').map(encodeURIComponent).join('/');
  const folder = base.pathname.replace(/\/+$/, '');
  return s3.pathStyle
    ? `${base.origin}${folder}/${s3.bucket}/${key}`
    : `${base.protocol}//${s3.bucket}.${base.host}${folder}/${key}`;
}
