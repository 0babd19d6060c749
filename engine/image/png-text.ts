// Text chunks in PNG files: put in before the pixels, and read back. PNG specification, third edition, 11.3.3.

import { crc32 } from 'node:zlib';

export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Length, type and checksum around a chunk's data. */
const chunkFrameBytes = 12;

/** One chunk with its length and checksum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(data.length + chunkFrameBytes);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

export function pngFile(chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([pngSignature, ...chunks]);
}

/**
 * Adds one text chunk per entry right behind the header, where readers that stop at the pixels find them.
 * tEXt if the text is Latin-1, else iTXt: the rule other studios' readers grew up with.
 */
export function insertPngText(png: Uint8Array, texts: Readonly<Record<string, string>>): Buffer {
  return behindHeader(
    png,
    Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text)),
  );
}

/** Adds an XMP packet, for which the keyword and iTXt are prescribed. ISO 16684-3, PNG. */
export function insertXmp(png: Uint8Array, packet: string): Buffer {
  return behindHeader(png, [internationalChunk('XML:com.adobe.xmp', packet)]);
}

/** @param exif the TIFF structure, without the marker JPEG puts before it */
export function pngWithExif(png: Uint8Array, exif: Uint8Array): Buffer {
  return behindHeader(png, [pngChunk('eXIf', exif)]);
}

function behindHeader(png: Uint8Array, chunks: readonly Buffer[]): Buffer {
  const file = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  const headerEnd = pngSignature.length + chunkFrameBytes + file.readUInt32BE(pngSignature.length);
  return Buffer.concat([file.subarray(0, headerEnd), ...chunks, file.subarray(headerEnd)]);
}

/** One text chunk: tEXt if the text is Latin-1, else iTXt. */
export function textChunk(keyword: string, text: string): Buffer {
  // NUL ends a field in both kinds of chunk and has no escape.
  const clean = text.replaceAll('\0', ' ');
  if (!isLatin1(clean)) return internationalChunk(keyword, clean);
  return pngChunk('tEXt', Buffer.from(`${keyword}\0${clean}`, 'latin1'));
}

/** iTXt: not compressed, no language tag, no translated keyword. */
function internationalChunk(keyword: string, text: string): Buffer {
  const head = Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1');
  return pngChunk('iTXt', Buffer.concat([head, Buffer.from(text, 'utf8')]));
}

function isLatin1(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0xff) return false;
  }
  return true;
}

/** Reads the tEXt and uncompressed iTXt chunks; a file that ends early gives what came before the end. */
export function readPngText(png: Uint8Array): ReadonlyMap<string, string> {
  const file = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  const texts = new Map<string, string>();
  if (!file.subarray(0, pngSignature.length).equals(pngSignature)) return texts;
  let offset = pngSignature.length;
  while (offset + chunkFrameBytes <= file.length) {
    const length = file.readUInt32BE(offset);
    const type = file.toString('latin1', offset + 4, offset + 8);
    const end = offset + 8 + length;
    if (end + 4 > file.length) break;
    const entry = textOf(type, file.subarray(offset + 8, end));
    if (entry !== null) texts.set(entry.keyword, entry.text);
    offset = end + 4;
  }
  return texts;
}

function textOf(type: string, data: Buffer): { readonly keyword: string; readonly text: string } | null {
  if (type !== 'tEXt' && type !== 'iTXt') return null;
  const keywordEnd = data.indexOf(0);
  if (keywordEnd < 1) return null;
  const keyword = data.toString('latin1', 0, keywordEnd);
  if (type === 'tEXt') return { keyword, text: data.toString('latin1', keywordEnd + 1) };
  const compressed = data[keywordEnd + 1] !== 0;
  const languageEnd = data.indexOf(0, keywordEnd + 3);
  const translationEnd = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1);
  if (compressed || translationEnd < 0) return null;
  return { keyword, text: data.toString('utf8', translationEnd + 1) };
}
