// Hands a file to a studio over HTTP, as its body.

import type { LoopbackStudio } from './loopback-studio.ts';

export async function handInBytes(
  studio: LoopbackStudio,
  path: '/source' | '/palette' | '/recall',
  bytes: Uint8Array,
  token = studio.token,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${studio.api.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
