// What an exported picture says of itself, by the policy of its export, in the containers each format has.

import type { ExportStyle } from '../../shared/domain/export.ts';
import type { PictureText } from '../../shared/domain/recalled.ts';
import { TesseraError } from '../../shared/errors.ts';
import { recallTexts } from '../../shared/prompt/recall/recall-texts.ts';

/** Keys with their texts: PNG has a chunk for each, the other formats a comment for one of them and XMP for ours. */
export type ExportTexts = Readonly<Record<string, string>>;

/** Fields of EXIF and comments in which other formats keep what PNG keeps under `parameters`. */
const commentKeys = ['parameters', 'UserComment', 'comment'];
/** What a segment of JPEG holds beside its own length and name; the other formats get no more, so that all read alike. */
const exifBytesMax = 65_000;

/** @param found the texts of the picture as its file has them */
export function textsToExport(found: readonly PictureText[], policy: ExportStyle['metadata']): ExportTexts {
  if (policy === 'none') return {};
  if (policy === 'full') return allTexts(found);
  const { tool, fields } = recallTexts(found);
  const [prompt, negativePrompt] = [fields.prompt?.value ?? '', fields.negativePrompt?.value ?? ''];
  if (prompt === '') return {};
  const parameters = negativePrompt === '' ? prompt : `${prompt}\nNegative prompt: ${negativePrompt}`;
  // Read back as ours; another tool's picture must not be made out to be.
  const tessera = JSON.stringify({ version: 1, recipe: { prompt, negativePrompt } });
  return tool === 'tessera' ? { parameters, tessera } : { parameters };
}

function allTexts(found: readonly PictureText[]): ExportTexts {
  const texts: Record<string, string> = {};
  for (const { place, key, text } of found) {
    const name = commentKeys.includes(key) || place === 'stealth' ? 'parameters' : key;
    texts[name] ??= text;
  }
  return texts;
}

/** The TIFF structure of EXIF with nothing but a user comment. CIPA DC-008, 4.6.2 and 4.6.5. */
export function exifOf(texts: ExportTexts): Buffer | null {
  const comment = texts['parameters'] ?? Object.values(texts)[0];
  if (comment === undefined) return null;
  const value = Buffer.concat([Buffer.from('UNICODE\0', 'latin1'), Buffer.from(comment, 'utf16le').swap16()]);
  if (value.length > exifBytesMax) throw tooLong();
  const directory = (entry: Buffer) => Buffer.concat([Buffer.from([0, 1]), entry, Buffer.alloc(4)]);
  const entry = (tag: number, type: number, count: number, offset: number) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(count, 4);
    bytes.writeUInt32BE(offset, 8);
    return bytes;
  };
  // Header, a first directory that only names the second, the second with the comment, and the comment behind it.
  const header = Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8]);
  const second = header.length + 18;
  return Buffer.concat([
    header,
    directory(entry(0x8769, 4, 1, second)),
    directory(entry(0x9286, 7, value.length, second + 18)),
    value,
  ]);
}

const trainedMedia = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';

/**
 * The XMP packet: the IPTC's word for pictures a trained model made, and our own text where no chunk can hold it.
 * ISO 16684-1; IPTC Photo Metadata Standard, Digital Source Type.
 */
export function xmpOf({ recipe, aiMark }: { readonly recipe: string | null; readonly aiMark: boolean }): string | null {
  if (recipe === null && !aiMark) return null;
  const mark = `<Iptc4xmpExt:DigitalSourceType>${trainedMedia}</Iptc4xmpExt:DigitalSourceType>`;
  const packet = [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"',
    ' xmlns:tessera="urn:tessera:picture:1">',
    aiMark ? mark : '',
    recipe === null ? '' : `<tessera:recipe>${escaped(recipe)}</tessera:recipe>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>',
  ].join('');
  if (Buffer.byteLength(packet) > exifBytesMax) throw tooLong();
  return packet;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function tooLong(): TesseraError {
  return new TesseraError(
    'INVALID_INPUT',
    'What this picture says of itself is too long for the format. Export it as PNG, or with less of it.',
    { details: { field: 'metadata' } },
  );
}
