// EXIF's texts: user comment, maker, model and the like, in either byte order. CIPA DC-008, 4.6.

import type { MetadataTexts } from './metadata-texts.ts';

/** The keys under which a text is handed on; those that tools of the field write. */
const textTags: Readonly<Record<number, string>> = {
  0x010e: 'ImageDescription',
  0x010f: 'Make',
  0x0110: 'Model',
  0x0131: 'Software',
  0x013b: 'Artist',
  0x9286: 'UserComment',
  0x927c: 'MakerNote',
  0x9c9c: 'XPComment',
};
const subDirectoryTag = 0x8769;
/** Two directories are all there is to read; a file that links more of them goes in circles. */
const directoriesMax = 4;
const entriesMax = 500;
const entryBytes = 12;
/** Bytes of one value by its type, from 1 on. */
const typeBytes = [1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

/** @param data the TIFF structure, with or without the marker JPEG puts before it */
export function readExif(data: Buffer, texts: MetadataTexts): void {
  const tiff = data.toString('latin1', 0, 6) === 'Exif\0\0' ? data.subarray(6) : data;
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return;
  const little = order === 'II';
  const u16 = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const directories = [u32(4)];
  for (let visited = 0; visited < Math.min(directories.length, directoriesMax); visited += 1) {
    const start = directories[visited] ?? 0;
    if (start < 8 || start + 2 > tiff.length) continue;
    const count = Math.min(u16(start), entriesMax);
    for (let place = 0; place < count; place += 1) {
      const at = start + 2 + place * entryBytes;
      if (at + entryBytes > tiff.length) break;
      const [tag, type, length] = [u16(at), u16(at + 2), u32(at + 4)];
      if (tag === subDirectoryTag) {
        directories.push(u32(at + 8));
        continue;
      }
      const bytes = length * (typeBytes[type - 1] ?? 0);
      const from = bytes <= 4 ? at + 8 : u32(at + 8);
      const key = textTags[tag];
      if (key === undefined || bytes === 0 || from + bytes > tiff.length) continue;
      addTag(texts, { key, value: tiff.subarray(from, from + bytes), little });
    }
  }
}

function addTag(
  texts: MetadataTexts,
  { key, value, little }: { readonly key: string; readonly value: Buffer; readonly little: boolean },
): void {
  if (value.length > texts.room() * 2) return texts.leaveOut();
  const text = decoded(key, value, little).replace(/\0+$/, '');
  // ComfyUI names its texts inside them: `workflow:{...}` as the maker, `prompt:{...}` as the model.
  const [, name, rest] = /^([a-z_]{1,40}):(\{[\s\S]*)$/.exec(text) ?? [];
  if (name !== undefined && rest !== undefined) texts.add({ place: 'exif', key: name, text: rest });
  else texts.add({ place: 'exif', key, text });
}

function decoded(key: string, value: Buffer, little: boolean): string {
  if (key === 'XPComment') return value.toString('utf16le');
  const marker = value.toString('latin1', 0, 8);
  if (key !== 'UserComment') return value.toString('utf8');
  if (marker === 'UNICODE\0') return utf16(value.subarray(8), little);
  if (marker.startsWith('ASCII') || marker === '\0'.repeat(8)) return value.subarray(8).toString('utf8');
  return value.toString('utf8');
}

/** Which order the comment has is nobody's rule: the file's says less than where the zeros of plain letters stand. */
function utf16(bytes: Buffer, littleFile: boolean): string {
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  if (even.length >= 2 && even.readUInt16BE(0) === 0xfeff) return swapped(even.subarray(2)).toString('utf16le');
  if (even.length >= 2 && even.readUInt16LE(0) === 0xfeff) return even.toString('utf16le', 2);
  let [leading, trailing] = [0, 0];
  for (let at = 0; at < Math.min(even.length, 512); at += 2) {
    if (even[at] === 0) leading += 1;
    if (even[at + 1] === 0) trailing += 1;
  }
  const little = leading === trailing ? littleFile : trailing > leading;
  return (little ? even : swapped(even)).toString('utf16le');
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes).swap16();
}
