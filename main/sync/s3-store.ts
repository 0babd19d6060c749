// Puts, reads and removes objects in an S3-compatible store. The SDK is loaded when it is first needed.

import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import type { SecretName, SyncSettings } from '../../shared/domain/sync.ts';
import type { Network } from '../network/network.ts';
import { asDeliveryError, DeliveryError } from './delivery-error.ts';
import { objectKey } from './s3-address.ts';

/** S3 takes parts of 5 MiB at least; below this a single request is quicker. */
const multipartFromBytes = 8 * 1024 * 1024;
const requestTimeoutMs = 60_000;
const connectTimeoutMs = 10_000;

export interface S3File {
  readonly file: string;
  /** Below the prefix. */
  readonly path: string;
  /** Hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface S3Store {
  /** @returns false when the same bytes are there already. @throws DeliveryError */
  putFile(file: S3File, signal: AbortSignal): Promise<boolean>;
  /** Puts, reads back and removes a small object; each step reports before the next. @throws DeliveryError */
  probe(path: string, text: string): { write(): Promise<void>; read(): Promise<string>; remove(): Promise<void> };
  close(): void;
}

/** @param secret may throw SECRET_UNREADABLE */
export function createS3Store(options: {
  readonly network: Pick<Network, 'account'>;
  readonly settings: SyncSettings['s3'];
  readonly secret: (name: SecretName) => string | null;
}): S3Store {
  const { settings } = options;
  const endpoint = settings.endpoint ?? `https://s3.${settings.region}.amazonaws.com`;
  const { host } = new URL(endpoint);
  let opened: S3Client | null = null;

  async function open() {
    if (settings.bucket === null) {
      throw new DeliveryError({ code: 'NOT_CONFIGURED', message: 'No bucket is set.' });
    }
    const accessKeyId = options.secret('s3AccessKeyId');
    const secretAccessKey = options.secret('s3SecretAccessKey');
    if (accessKeyId === null || secretAccessKey === null) {
      throw new DeliveryError({ code: 'SECRET_MISSING', message: 'The keys of the bucket are not set here.' });
    }
    const sdk = await import('@aws-sdk/client-s3');
    opened ??= accounted(
      new sdk.S3Client({
        // Always said, so that nothing in the environment can name another host.
        endpoint,
        region: settings.region,
        forcePathStyle: settings.pathStyle,
        credentials: { accessKeyId, secretAccessKey },
        // The outbox tries again itself, and says so.
        maxAttempts: 1,
        followRegionRedirects: false,
        // We send SHA-256 of our own; older servers choke on the SDK's default trailers.
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
        requestHandler: {
          requestTimeout: requestTimeoutMs,
          connectionTimeout: connectTimeoutMs,
          throwOnRequestTimeout: true,
        },
      }),
      options.network,
    );
    return { sdk, client: opened, bucket: settings.bucket };
  }

  async function putFile(file: S3File, signal: AbortSignal): Promise<boolean> {
    const { sdk, client, bucket } = await open();
    const place = { Bucket: bucket, Key: objectKey(settings.prefix, file.path) };
    if (await isThere(file, signal)) return false;
    const about = { ...place, ContentType: 'image/png', Metadata: { sha256: file.sha256 } };
    if (file.sizeBytes < multipartFromBytes) {
      const put = new sdk.PutObjectCommand({ ...about, Body: await readFile(file.file), ChecksumSHA256: base64(file) });
      await client.send(put, { abortSignal: signal });
      return true;
    }
    const { Upload } = await import('@aws-sdk/lib-storage');
    const upload = new Upload({
      client,
      // Each part carries its own SHA-256.
      params: { ...about, Body: createReadStream(file.file), ChecksumAlgorithm: 'SHA256' },
      partSize: multipartFromBytes,
      queueSize: 2,
    });
    const stop = (): void => void upload.abort();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await upload.done();
    } finally {
      signal.removeEventListener('abort', stop);
    }
    return true;
  }

  async function isThere(file: S3File, signal: AbortSignal): Promise<boolean> {
    const { sdk, client, bucket } = await open();
    const look = new sdk.HeadObjectCommand({
      Bucket: bucket,
      Key: objectKey(settings.prefix, file.path),
      ChecksumMode: 'ENABLED',
    });
    try {
      const found = await client.send(look, { abortSignal: signal });
      const isSame = found.Metadata?.['sha256'] === file.sha256 || found.ChecksumSHA256 === base64(file);
      return isSame && found.ContentLength === file.sizeBytes;
    } catch (error) {
      // 403 is also what keys without the right to list get for an object that is not there: the upload will tell.
      if (statusOf(error) === 404 || statusOf(error) === 403) return false;
      throw error;
    }
  }

  return {
    putFile: (file, signal) =>
      putFile(file, signal).catch((error: unknown) => {
        if (signal.aborted) throw error;
        throw translate(error, host);
      }),
    probe(path, text) {
      const translating = <Result>(work: () => Promise<Result>): Promise<Result> =>
        work().catch((error: unknown) => {
          throw translate(error, host);
        });
      const place = (bucket: string) => ({ Bucket: bucket, Key: objectKey(settings.prefix, path) });
      return {
        write: () =>
          translating(async () => {
            const { sdk, client, bucket } = await open();
            await client.send(new sdk.PutObjectCommand({ ...place(bucket), Body: text, ContentType: 'text/plain' }));
          }),
        read: () =>
          translating(async () => {
            const { sdk, client, bucket } = await open();
            const found = await client.send(new sdk.GetObjectCommand(place(bucket)));
            return (await found.Body?.transformToString()) ?? '';
          }),
        remove: () =>
          translating(async () => {
            const { sdk, client, bucket } = await open();
            await client.send(new sdk.DeleteObjectCommand(place(bucket)));
          }),
      };
    },
    close: () => opened?.destroy(),
  };
}

/** Each request of the SDK goes into the ledger, and none is sent in offline mode. */
function accounted(client: S3Client, network: Pick<Network, 'account'>): S3Client {
  client.middlewareStack.add(
    (next) => (args) => {
      const { method, protocol, hostname, port } = SdkRequest.parse(args.request);
      const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
      return network.account(
        { purpose: 'bucket', method, url },
        () => next(args),
        ({ response }) => SdkResponse.safeParse(response).data?.statusCode ?? null,
      );
    },
    { step: 'deserialize', name: 'tesseraLedger', priority: 'low' },
  );
  return client;
}

/** What the SDK is about to send, and what came back; its own types call both unknown. */
const SdkRequest = z.object({
  method: z.string(),
  protocol: z.string(),
  hostname: z.string(),
  port: z.number().optional(),
});
const SdkResponse = z.object({ statusCode: z.int() });

function base64(file: S3File): string {
  return Buffer.from(file.sha256, 'hex').toString('base64');
}

function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('$metadata' in error)) return null;
  return (error.$metadata as { httpStatusCode?: number }).httpStatusCode ?? null;
}

/** The SDK's own messages may quote keys, so only names and numbers are taken from them. */
function translate(error: unknown, host: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const status = statusOf(error);
  const name = error instanceof Error ? error.name : '';
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return new DeliveryError(
      { code: 'FILE_GONE', message: "The picture's file is no longer in the library." },
      { isFinal: true },
    );
  }
  if (name === 'NoSuchBucket') {
    return new DeliveryError({ code: 'NO_BUCKET', message: `${host} has no such bucket.`, status: status ?? 404 });
  }
  if (status === 401 || status === 403) {
    return new DeliveryError({ code: 'WRONG_KEYS', message: `${host} refused the keys (${status}, ${name}).`, status });
  }
  if (status !== null && status >= 300 && status < 400) {
    const message = `${host} points elsewhere (${status}): the bucket is in another region.`;
    return new DeliveryError({ code: 'REDIRECTED', message, status });
  }
  if (status === null || status === 0) return asDeliveryError(error, host);
  return new DeliveryError({ code: 'REFUSED', message: `${host} answered ${status}.`, status });
}
