// The texts of a PNG: tEXt, zTXt and iTXt, before and behind the pixels, and what eXIf holds.

import { inflateSync } from 'node:zlib';
import type { MetadataTexts } from './metadata-texts.ts';
import { pngSignature } from './png-text.ts';
import { readExif } from './read-metadata-exif.ts';
import { readXmp } from './read-metadata-xmp.ts';

/** Where Adobe's programs, and Draw Things, put XMP. */
const xmpKeyword = 'XML:com.adobe.xmp';

export function isPng(file: Buffer): boolean {
  return file.subarray(0, pngSignature.length).equals(pngSignature);
}

/** A file that ends early gives what came before the end; checksums are not held against a text that can be read. */
export function readPngMetadata(file: Buffer, texts: MetadataTexts): void {
  for (let offset = pngSignature.length; offset + 12 <= file.length; ) {
    const end = offset + 8 + file.readUInt32BE(offset);
    const type = file.toString('latin1', offset + 4, offset + 8);
    if (end + 4 > file.length) return texts.leaveOut();
    const data = file.subarray(offset + 8, end);
    if (type === 'eXIf') readExif(data, texts);
    else if (type === 'tEXt' || type === 'zTXt' || type === 'iTXt') readChunk(type, data, texts);
    offset = end + 4;
  }
}

function readChunk(type: 'tEXt' | 'zTXt' | 'iTXt', data: Buffer, texts: MetadataTexts): void {
  const keywordEnd = data.indexOf(0);
  if (keywordEnd < 1) return;
  const key = data.toString('latin1', 0, keywordEnd);
  const bytes = textBytes(type, data.subarray(keywordEnd + 1), texts);
  if (bytes === null) return texts.leaveOut();
  if (key === xmpKeyword) return readXmp(bytes.toString('utf8'), texts);
  texts.add({ place: 'png', key, text: type === 'iTXt' ? bytes.toString('utf8') : latinOrUtf8(bytes) });
}

/** The specification says Latin-1; many tools write UTF-8 there all the same, which is hardly ever valid by chance. */
function latinOrUtf8(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') ? bytes.toString('latin1') : text;
}

function textBytes(type: 'tEXt' | 'zTXt' | 'iTXt', rest: Buffer, texts: MetadataTexts): Buffer | null {
  if (type === 'tEXt') return rest;
  if (type === 'zTXt') return unfold(rest.subarray(1), texts);
  const languageEnd = rest.indexOf(0, 2);
  const translationEnd = languageEnd < 0 ? -1 : rest.indexOf(0, languageEnd + 1);
  if (translationEnd < 0) return null;
  const text = rest.subarray(translationEnd + 1);
  return rest[0] === 0 ? text : unfold(text, texts);
}

/** @returns null for what is damaged or unfolds beyond the room there is */
function unfold(data: Buffer, texts: MetadataTexts): Buffer | null {
  const maxOutputLength = texts.room();
  if (maxOutputLength === 0) return null;
  try {
    return inflateSync(data, { maxOutputLength });
  } catch {
    // Either way there is nothing to read; the caller says that something was left out.
    return null;
  }
}
