// Asks a dialect as a script would, over real HTTP, and waits until a status says that it ended.

import { expect } from 'vitest';
import { ModelId } from '../../../shared/domain/ids.ts';
import { type LoopbackStudio, openLoopbackStudio } from '../loopback-studio.ts';

/** Wide enough that a test meets a limit only where it means to. */
const limits = { generation: 10_000, other: 100_000 };

export type Body = Record<string, unknown>;

/** A studio whose default model is the mock, so that a picture takes no time. */
export async function openMockStudio(options: Parameters<typeof openLoopbackStudio>[0] = {}): Promise<LoopbackStudio> {
  const studio = await openLoopbackStudio({ limits, ...options });
  await studio.call('settings.set', { defaultModel: ModelId.parse('mock') });
  return studio;
}

export async function ask(studio: LoopbackStudio, method: string, path: string, body?: unknown) {
  const answer = await studio.ask({ method, path, ...(body === undefined ? {} : { body }) });
  return { status: answer.status, body: answer.json() as Body };
}

/** Asks again until `field` is one of `ends`. */
export async function until(
  studio: LoopbackStudio,
  path: string,
  { ends, field = 'status', timeoutMs = 60_000 }: { ends: readonly string[]; field?: string; timeoutMs?: number },
): Promise<Body> {
  let last: Body = {};
  await expect
    .poll(
      async () => {
        last = (await ask(studio, 'GET', path)).body;
        return ends.includes(String(last[field]));
      },
      { timeout: timeoutMs, interval: 50 },
    )
    .toBe(true);
  return last;
}
