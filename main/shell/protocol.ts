// Serves tessera://app/: the built interface, the library's pictures and live previews, and nothing else.

import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { protocol } from 'electron';
import { z } from 'zod';
import { paletteMaxBytes } from '../../shared/contract/palettes.ts';
import { sourceMaxBytes } from '../../shared/contract/sources.ts';
import { ImageId, ModelId, SourceId } from '../../shared/domain/ids.ts';
import { TesseraError, toEnvelope } from '../../shared/errors.ts';
import type { Core } from '../core.ts';
import { pictureTypeOf } from '../picture-type.ts';
import { contentTypeOf } from './content-types.ts';
import { appScheme, isAppUrl } from './origin.ts';
import { developmentPolicy, safetyHeaders } from './safety-headers.ts';

export interface AppFiles {
  /** The built interface. */
  readonly renderer: string;
  /** The data folder: no picture outside it is ever served. */
  readonly home: string;
  readonly images: Core['images'];
  readonly sources: Core['sources'];
  readonly recall: Pick<Core['recall'], 'fromBytes'>;
  readonly palettes: Pick<Core['palettes'], 'import' | 'picture'>;
  /** Origin of the development server that answers in place of `renderer`, or null. */
  readonly devServer: string | null;
}

/** Call before `ready`: gives the scheme an origin of its own, so that the page's policy has a 'self' to name. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

export function serveApp(files: AppFiles): void {
  protocol.handle(appScheme, (request) => answerRequest(request, files));
}

/** Answers one request of a page; what is not there, not ours or not well formed is a 404 alike. */
export async function answerRequest(request: Request, files: AppFiles): Promise<Response> {
  const path = isAppUrl(request.url) ? plainPath(request.url) : null;
  if (path === null) return refusal(404);
  const [room, id, ...rest] = path;
  if (request.method === 'POST' && room === 'source' && id === undefined) {
    return take(request, sourceMaxBytes, (bytes) => files.sources.put(bytes));
  }
  if (request.method === 'POST' && room === 'recall' && id === undefined) {
    return take(request, sourceMaxBytes, (bytes) => files.recall.fromBytes(bytes));
  }
  if (request.method === 'POST' && room === 'palette' && id === undefined) {
    return take(request, paletteMaxBytes, (bytes) => files.palettes.import(bytes));
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
  const query = new URL(request.url).searchParams;
  if (room === 'image' && id !== undefined && rest.length === 0) return pictureFile(id, query.get('w'), files);
  if (room === 'preview' && id !== undefined && rest.length === 0) return preview(id, files);
  if (room === 'source' && id !== undefined && rest.length === 0) return sourceFile(id, files);
  if (room === 'palette' && id !== undefined && rest.length === 1) return palettePicture(id, rest[0] ?? '', files);
  if (files.devServer !== null) return developmentFile(request.url, files.devServer);
  return interfaceFile(path, files.renderer);
}

/** The decoded segments of an address, or null if one of them could mean anything but a plain name. */
function plainPath(address: string): string[] | null {
  // Taken from the text: URL would already have resolved "..", and what is hostile should be refused, not repaired.
  const written = /^[a-z]+:\/\/[^/?#]*\/([^?#]*)/.exec(address)?.[1];
  if (written === undefined) return null;
  if (written === '') return [];
  try {
    const segments = written.split('/').map(decodeURIComponent);
    return segments.every(isPlainName) ? segments : null;
  } catch {
    // A broken percent escape: no file has such a name.
    return null;
  }
}

function isPlainName(segment: string): boolean {
  // A colon is a drive or a stream on Windows; control characters, slashes and dots alone are no file names.
  return segment !== '' && !/[\\/:\p{Cc}]/u.test(segment) && !/^\.+$/.test(segment);
}

const ThumbnailWidth = z.coerce.number().int().min(16).max(2048);

async function pictureFile(id: string, width: string | null, { images, home }: AppFiles): Promise<Response> {
  const image = ImageId.safeParse(id);
  const asked = width === null ? null : ThumbnailWidth.safeParse(width);
  if (!image.success || asked?.success === false) return refusal(404);
  const path = asked === null ? images.path(image.data) : await images.thumbnail(image.data, asked.data);
  const bytes = path === null ? null : await readInside(home, path);
  if (path === null || bytes === null) return refusal(404);
  // A picture never changes under its id.
  return file(bytes, pictureTypeOf(path), 'private, max-age=3600, immutable');
}

/** What a page may send here: a picture to start from, or an exported palette, as the body. Answers as a call does. */
async function take(
  request: Request,
  limitBytes: number,
  keep: (bytes: Uint8Array) => Promise<unknown>,
): Promise<Response> {
  try {
    const value = await keep(await readAtMost(request, limitBytes));
    return Response.json({ ok: true, value }, { headers: safetyHeaders() });
  } catch (error) {
    return Response.json({ ok: false, error: toEnvelope(error) }, { headers: safetyHeaders() });
  }
}

/** Counts while reading: a length that was declared is hearsay. */
async function readAtMost(request: Request, limitBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let total = 0;
  for await (const part of request.body ?? []) {
    total += part.byteLength;
    if (total > limitBytes) {
      const megabytes = limitBytes / 1024 / 1024;
      throw new TesseraError('REQUEST_TOO_LARGE', `The file is larger than ${megabytes} MB. Choose a smaller one.`, {
        details: { maximumBytes: limitBytes },
      });
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function sourceFile(id: string, { sources, home }: AppFiles): Promise<Response> {
  const source = SourceId.safeParse(id);
  if (!source.success) return refusal(404);
  try {
    const bytes = await readInside(home, sources.path(source.data));
    return bytes === null ? refusal(404) : file(bytes, 'image/png', 'private, max-age=3600, immutable');
  } catch {
    return refusal(404);
  }
}

async function palettePicture(id: string, place: string, { palettes }: AppFiles): Promise<Response> {
  const palette = ModelId.safeParse(id);
  if (!palette.success || !/^\d{1,3}$/.test(place)) return refusal(404);
  const bytes = await palettes.picture(palette.data, Number(place)).catch(() => null);
  return bytes === null ? refusal(404) : file(new Uint8Array(bytes), 'image/webp', 'private, max-age=3600, immutable');
}

function preview(id: string, { images }: AppFiles): Response {
  const image = ImageId.safeParse(id);
  const bytes = image.success ? images.preview(image.data) : null;
  return bytes === null ? refusal(404) : file(new Uint8Array(bytes), 'image/png', 'no-store');
}

async function interfaceFile(path: readonly string[], renderer: string): Promise<Response> {
  const name = path.length === 0 ? ['index.html'] : path;
  const bytes = await readInside(renderer, join(renderer, ...name));
  return bytes === null ? refusal(404) : file(bytes, contentTypeOf(name.at(-1) ?? ''), 'no-cache');
}

/** Asked here rather than by the page, so that the page keeps one origin and the sender rule one case. */
async function developmentFile(address: string, devServer: string): Promise<Response> {
  const { pathname, search } = new URL(address);
  const answer = await fetch(new URL(`.${pathname}${search}`, devServer));
  const type = answer.headers.get('content-type') ?? 'application/octet-stream';
  return new Response(answer.body, {
    status: answer.status,
    headers: { ...safetyHeaders(developmentPolicy(devServer)), 'content-type': type },
  });
}

/** The bytes of a file that, links resolved, lies inside `root`; null otherwise. */
async function readInside(root: string, path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const [place, border] = await Promise.all([realpath(path), realpath(root)]);
    if (!place.startsWith(border + sep)) return null;
    return new Uint8Array(await readFile(place));
  } catch {
    // Not there, a folder, or not readable: to the page these are one thing.
    return null;
  }
}

function file(bytes: Uint8Array<ArrayBuffer>, type: string, caching: string): Response {
  return new Response(bytes, {
    headers: {
      ...safetyHeaders(),
      'content-type': type,
      'content-length': String(bytes.byteLength),
      'cache-control': caching,
    },
  });
}

function refusal(status: 404 | 405): Response {
  const text = status === 404 ? 'Not found' : 'Only reading is possible here';
  return new Response(text, {
    status,
    headers: { ...safetyHeaders(), 'content-type': 'text/plain; charset=utf-8' },
  });
}
