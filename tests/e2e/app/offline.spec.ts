// The offline promise of a real app: from launch to a finished picture, Chromium's own record shows no way out of the machine.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { finishedJob, submitMock } from './draw-picture.ts';
import { launchApp, makeHome, removeHome } from './launch-app.ts';

/** The record names events by number and carries the table of numbers with it. */
interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly { readonly type: number; readonly params?: Readonly<Record<string, unknown>> }[];
}

/** Looking up a name, connecting, sending a packet: what any request to elsewhere begins with. */
const waysOut = [
  'HOST_RESOLVER_MANAGER_REQUEST',
  'HOST_RESOLVER_DNS_TASK',
  'HOST_RESOLVER_SYSTEM_TASK',
  'TCP_CONNECT',
  'TCP_CONNECT_ATTEMPT',
  'UDP_CONNECT',
  'SSL_CONNECT',
] as const;

test('from launch to a finished picture, nothing is looked up, connected to or sent', async () => {
  const home = makeHome();
  const record = join(home, 'net-log.json');
  const { app, page } = await launchApp({
    home,
    switches: [`--log-net-log=${record}`, '--net-log-capture-mode=Everything'],
  });
  await finishedJob(page, (await submitMock(page)).id);
  await page.reload();
  await page.waitForTimeout(2_000);
  await app.close();

  const { constants, events } = JSON.parse(readFileSync(record, 'utf8')) as NetLog;
  const names = new Map(Object.entries(constants.logEventTypes).map(([name, number]) => [number, name]));
  const seen = events.map(({ type, params }) => ({ name: names.get(type) ?? '', params }));
  expect(waysOut.filter((name) => constants.logEventTypes[name] !== undefined).length).toBeGreaterThan(3);
  expect(seen.filter(({ name }) => (waysOut as readonly string[]).includes(name))).toEqual([]);
  removeHome(home);
});

test('the record would show a connection, had there been one', async () => {
  const home = makeHome();
  const record = join(home, 'net-log.json');
  const { app } = await launchApp({ home, switches: [`--log-net-log=${record}`] });
  const server = createServer((_request, response) => response.end('reached'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const reached = await app.evaluate(
    ({ session }, port) => {
      // A session of its own, with our limits taken off.
      const free = session.fromPartition('free');
      free.webRequest.onBeforeRequest(null);
      return free.fetch(`http://127.0.0.1:${port}/`).then((response) => response.text());
    },
    (server.address() as AddressInfo).port,
  );
  server.close();
  expect(reached).toBe('reached');
  await app.close();
  const { constants, events } = JSON.parse(readFileSync(record, 'utf8')) as NetLog;
  expect(events.filter(({ type }) => type === constants.logEventTypes['TCP_CONNECT']).length).toBeGreaterThan(0);
  removeHome(home);
});
