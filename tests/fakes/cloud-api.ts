// A cloud API on a real socket: tells its health, and lets in whom its conduct says.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CloudApi {
  readonly url: string;
  /** `Authorization` of every request to a path that wants one. */
  readonly shown: (string | undefined)[];
  health: { status: number; body: unknown };
  /** What a protected path answers to this token. */
  door: (token: string | null) => number;
  close(): Promise<void>;
}

export async function startCloudApi(token: string): Promise<CloudApi> {
  const server = createServer((request, response) => {
    if (request.url === '/health') {
      response.writeHead(api.health.status, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify(api.health.body));
    }
    const { authorization } = request.headers;
    api.shown.push(authorization);
    response.writeHead(api.door(authorization?.replace('Bearer ', '') ?? null)).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api: CloudApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shown: [],
    health: {
      status: 200,
      body: { status: 'healthy', environment: 'production', s3_storage_configured: true, features: ['images'] },
    },
    door: (given) => (given === token ? 200 : 401),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return api;
}
