// The texts of JPEG, WebP and GIF files: EXIF, XMP and comments, found by walking their segments.

import type { MetadataTexts } from './metadata-texts.ts';
import { readExif } from './read-metadata-exif.ts';
import { readXmp } from './read-metadata-xmp.ts';

const xmpMarker = 'http://ns.adobe.com/xap/1.0/\0';

export function isJpeg(file: Buffer): boolean {
  return file.length > 4 && file.readUInt16BE(0) === 0xffd8;
}

/** Everything up to the first scan; metadata does not stand behind it. */
export function readJpegMetadata(file: Buffer, texts: MetadataTexts): void {
  for (let offset = 2; offset + 4 <= file.length && file[offset] === 0xff; ) {
    const marker = file[offset + 1] ?? 0;
    // Markers may be padded with any number of 0xff.
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return;
    const end = offset + 2 + file.readUInt16BE(offset + 2);
    if (end > file.length || end < offset + 4) return texts.leaveOut();
    const data = file.subarray(offset + 4, end);
    if (marker === 0xfe) texts.add({ place: 'jpeg', key: 'comment', text: data.toString('utf8') });
    if (marker === 0xe1 && data.toString('latin1', 0, 4) === 'Exif') readExif(data, texts);
    if (marker === 0xe1 && data.toString('latin1', 0, xmpMarker.length) === xmpMarker) {
      readXmp(data.toString('utf8', xmpMarker.length), texts);
    }
    offset = end;
  }
}

export function isWebp(file: Buffer): boolean {
  return file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WEBP';
}

export function readWebpMetadata(file: Buffer, texts: MetadataTexts): void {
  for (let offset = 12; offset + 8 <= file.length; ) {
    const type = file.toString('latin1', offset, offset + 4);
    const length = file.readUInt32LE(offset + 4);
    const end = offset + 8 + length;
    if (end > file.length) return texts.leaveOut();
    const data = file.subarray(offset + 8, end);
    if (type === 'EXIF') readExif(data, texts);
    if (type === 'XMP ') readXmp(data.toString('utf8'), texts);
    // Chunks begin at even places.
    offset = end + (length % 2);
  }
}

export function isGif(file: Buffer): boolean {
  return /^GIF8[79]a/.test(file.toString('latin1', 0, 6));
}

/** Comment extensions, 0x21 0xfe: sub-blocks of at most 255 bytes, ended by an empty one. */
export function readGifMetadata(file: Buffer, texts: MetadataTexts): void {
  const colours = (at: number) => ((file[at] ?? 0) & 0x80 ? 3 * 2 ** (((file[at] ?? 0) & 7) + 1) : 0);
  let offset = 13 + colours(10);
  while (offset + 2 < file.length) {
    const kind = file[offset];
    if (kind === 0x21) {
      const { bytes, end } = subBlocks(file, offset + 2);
      if (file[offset + 1] === 0xfe) texts.add({ place: 'gif', key: 'comment', text: bytes().toString('utf8') });
      offset = end;
    } else if (kind === 0x2c) {
      offset = subBlocks(file, offset + 11 + colours(offset + 9)).end;
    } else return;
  }
}

function subBlocks(file: Buffer, start: number): { readonly bytes: () => Buffer; readonly end: number } {
  const blocks: Buffer[] = [];
  let at = start;
  for (let length = file[at] ?? 0; length > 0; length = file[at] ?? 0) {
    blocks.push(file.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { bytes: () => Buffer.concat(blocks), end: at + 1 };
}
