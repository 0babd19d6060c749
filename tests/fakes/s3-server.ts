// A real S3-compatible server (s3rver) in a process of its own, with its objects in a folder one can look into.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The server knows this one account. */
export const s3Keys = { s3AccessKeyId: 'S3RVER12', s3SecretAccessKey: 'S3RVER-secret' } as const;

export interface S3Server {
  readonly endpoint: string;
  /** Keys of the objects in a bucket, sorted. */
  keys(bucket: string): string[];
  bytes(bucket: string, key: string): Buffer | null;
  /** How many objects were written since the start, by key, overwriting included. */
  writes(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

const entry = fileURLToPath(new URL('./s3-server-process.mjs', import.meta.url));
const objectSuffix = '._S3rver_object';

export async function startS3Server(buckets: readonly string[]): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-s3-'));
  const child = spawn(process.execPath, [entry, folder, s3Keys.s3AccessKeyId, s3Keys.s3SecretAccessKey, ...buckets], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const writes: Record<string, number> = {};
  let pending = '';
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the S3 server ended with ${code}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (pending + text).split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        const [word, value = ''] = line.split(' ');
        if (word === 'port') resolve(Number(value));
        if (word === 'put') writes[value] = (writes[value] ?? 0) + 1;
      }
    });
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    keys: (bucket) =>
      readdirSync(join(folder, bucket), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(objectSuffix) && !name.includes('uploads'))
        .map((name) => name.slice(0, -objectSuffix.length))
        .sort(),
    bytes(bucket, key) {
      const file = join(folder, bucket, `${key}${objectSuffix}`);
      return existsSync(file) ? readFileSync(file) : null;
    },
    writes: () => writes,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => {
          rmSync(folder, { recursive: true, force: true });
          resolve();
        });
        child.kill('SIGKILL');
      }),
  };
}
