// A receiver of webhooks on a real socket, which can be down, slow, failing, or cut the line before or after it took the message.

import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebhookPayload } from '../../shared/domain/sync-webhook.ts';

export interface Arrival {
  /** The idempotency key. */
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly payload: WebhookPayload;
}

/** `cut-before`: the line goes dead before the message was taken; `cut-after`: after, but before the answer. */
export type Conduct =
  | 'well'
  | 'fail'
  | 'cut-before'
  | 'cut-after'
  | 'slow'
  | 'silent'
  | 'redirect'
  | 'refuse'
  | 'forbid';

export interface WebhookEndpoint {
  readonly url: string;
  readonly port: number;
  /** What was taken, duplicates included, in the order it came. */
  readonly arrivals: Arrival[];
  /** How many requests came at all. */
  attempts: number;
  /** How it answers the next request. */
  conduct: (payload: WebhookPayload, attempt: number) => Conduct;
  onArrival: (arrival: Arrival) => void;
  close(): Promise<void>;
}

const slowMs = 1_500;

export async function startWebhookEndpoint(options: { readonly port?: number } = {}): Promise<WebhookEndpoint> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const payload = WebhookPayload.parse(JSON.parse(body));
      endpoint.attempts += 1;
      const conduct = endpoint.conduct(payload, endpoint.attempts);
      const take = (): void => {
        const arrival = { id: String(request.headers['idempotency-key']), headers: request.headers, body, payload };
        endpoint.arrivals.push(arrival);
        endpoint.onArrival(arrival);
      };
      switch (conduct) {
        case 'well':
          take();
          return void response.writeHead(204).end();
        case 'slow':
          setTimeout(() => {
            take();
            response.writeHead(200).end('{}');
          }, slowMs);
          return;
        case 'fail':
          return void response.writeHead(500).end('a stack trace of the receiver');
        case 'refuse':
          return void response.writeHead(422).end();
        case 'forbid':
          return void response.writeHead(401).end();
        case 'redirect':
          return void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
        case 'cut-before':
          return void request.socket.destroy();
        case 'cut-after':
          take();
          return void request.socket.destroy();
        case 'silent':
          return;
        default:
          return conduct satisfies never;
      }
    });
    request.on('error', () => {});
  });
  const endpoint: WebhookEndpoint = {
    url: '',
    port: 0,
    arrivals: [],
    attempts: 0,
    conduct: () => 'well',
    onArrival: () => {},
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(endpoint, { port, url: `http://127.0.0.1:${port}/hook` });
}
