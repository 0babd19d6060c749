// A picture handed to a dialect in words: a data: URL, the id of one in the library, or an address on an allowed host.

import type { Source } from '../../../shared/contract/sources.ts';
import { sourceMaxBytes } from '../../../shared/contract/sources.ts';
import { ImageId } from '../../../shared/domain/ids.ts';
import { TesseraError } from '../../../shared/errors.ts';
import { namingFields } from './asked-words.ts';
import type { Door } from './endpoint.ts';
import { fetchPicture, type Outside } from './guarded-fetch.ts';

/** Room for 20 MB as base64, and for the rest of a request. */
export const pictureBodyLimitBytes = Math.ceil(sourceMaxBytes / 3) * 4 + (1 << 20);

/** @throws INVALID_INPUT, IMAGE_NOT_FOUND, REQUEST_TOO_LARGE, each naming `field` */
export function pictureFromUrl(
  door: Door,
  { url, field, outside }: { readonly url: string; readonly field: string; readonly outside: Outside },
): Promise<Source> {
  return namingFields({ image: field, id: field, '': field }, async () => {
    if (url.startsWith('data:')) return door.core.sources.put(bytesOfDataUrl(url, field));
    const own = ImageId.safeParse(url.replace(/^tessera:(?:\/\/(?:app\/)?image\/)?/, ''));
    if (own.success) return door.call('sources.fromImage', { image: own.data });
    const ours = `${door.address}/image/`;
    const address = url.startsWith(ours) ? ImageId.safeParse(url.slice(ours.length)) : null;
    if (address?.success === true) return door.call('sources.fromImage', { image: address.data });
    const hosts = door.core.settings.get().imageHosts;
    return door.core.sources.put(await fetchPicture(url, { field, hosts, outside }));
  });
}

/** A1111's clients send base64 with or without the head of a data: URL. */
export function pictureFromBase64(
  door: Door,
  { text, field }: { readonly text: string; readonly field: string },
): Promise<Source> {
  return namingFields({ image: field, '': field }, async () => door.core.sources.put(bytesOfBase64(text, field)));
}

/** @throws INVALID_INPUT naming `field` for what is no base64; addresses are not fetched */
export function bytesOfBase64(text: string, field: string): Uint8Array {
  if (/^https?:/i.test(text)) throw notBase64(field, 'addresses are not fetched here');
  const payload = text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text;
  return decode(payload, field);
}

function bytesOfDataUrl(url: string, field: string): Uint8Array {
  const head = /^data:image\/[\w.+-]+;base64,/i.exec(url)?.[0];
  if (head === undefined) throw notBase64(field, 'a data: URL must begin with data:image/<kind>;base64,');
  return decode(url.slice(head.length), field);
}

function decode(payload: string, field: string): Uint8Array {
  const plain = payload.replaceAll(/\s/g, '');
  if (plain === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(plain)) throw notBase64(field, 'it is not base64');
  return Buffer.from(plain, 'base64');
}

function notBase64(field: string, why: string): TesseraError {
  return new TesseraError('INVALID_INPUT', `${field}: ${why}. Send the picture itself, encoded as base64.`, {
    details: { field },
  });
}
