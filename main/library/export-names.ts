// Names of exported files: made from a pattern, allowed on every file system, and never twice the same.

import type { NamePart } from '../../shared/domain/export.ts';
import type { LibraryItem } from '../../shared/domain/image.ts';
import { captionOf } from '../../shared/domain/image.ts';

/** File systems count 255 bytes; the ending and a number must fit behind. */
const nameBytesMax = 200;
const promptLength = 60;
/** Names that Windows keeps for devices, whatever ending they have. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** @param number the picture's place in its export, from 1 */
export function exportName(pattern: string, { item, number }: { item: LibraryItem; number: number }): string {
  const { image, recipe } = item;
  const made = new Date(image.createdAt);
  const parts: Readonly<Record<NamePart, () => string>> = {
    date: () => [made.getFullYear(), made.getMonth() + 1, made.getDate()].map(twoDigits).join('-'),
    time: () => [made.getHours(), made.getMinutes(), made.getSeconds()].map(twoDigits).join(''),
    prompt: () => words(captionOf(item)),
    seed: () => String(image.seed),
    model: () => words(recipe?.model ?? item.imported?.tool ?? ''),
    width: () => String(image.width),
    height: () => String(image.height),
    number: () => String(number).padStart(4, '0'),
    id: () => image.id,
  };
  const filled = pattern.replaceAll(/\{(\w+)\}/g, (whole, part: string) =>
    Object.hasOwn(parts, part) ? parts[part as NamePart]() : whole,
  );
  return allowed(filled);
}

/** The name with a number behind it; the first is the name itself. */
export function numbered(name: string, attempt: number): string {
  return attempt === 1 ? name : `${name} (${attempt})`;
}

/** Without what some file system forbids: separators, Windows' signs and devices, dots and spaces at the ends. */
function allowed(name: string): string {
  const clean = name
    .normalize('NFC')
    .replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '-')
    .replaceAll(/-{2,}/g, '-');
  const short = withinBytes(clean).replaceAll(/^[\s.-]+|[\s.-]+$/g, '');
  if (short === '') return 'picture';
  return devices.test(short) ? `_${short}` : short;
}

function withinBytes(text: string): string {
  let bytes = 0;
  let end = 0;
  for (const letter of text) {
    bytes += Buffer.byteLength(letter);
    if (bytes > nameBytesMax) break;
    end += letter.length;
  }
  return text.slice(0, end);
}

/** The words of a text with hyphens, no longer than reads well in a list of files. */
function words(text: string): string {
  const whole = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  let line = '';
  for (const word of whole) {
    if (line !== '' && line.length + word.length >= promptLength) break;
    line = line === '' ? word.slice(0, promptLength) : `${line}-${word}`;
  }
  return line;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
