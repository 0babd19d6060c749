// Texts in the lowest bits of a picture, as Forge, SwarmUI and NovelAI hide them: column after column, in the
// transparency or in the colours, a signature, a length of 32 bits, then UTF-8 or gzip.

import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import type { MetadataTexts } from './metadata-texts.ts';

const signatureLength = 15;
const headBits = signatureLength * 8 + 32;
/** 32 megapixels: above it the transparency alone takes more memory than a text is worth. */
const pixelsMax = 2 ** 25;

interface Kind {
  readonly channels: 1 | 3;
  readonly packed: boolean;
}

const kinds: Readonly<Record<string, Kind>> = {
  stealth_pnginfo: { channels: 1, packed: false },
  stealth_pngcomp: { channels: 1, packed: true },
  stealth_rgbinfo: { channels: 3, packed: false },
  stealth_rgbcomp: { channels: 3, packed: true },
};

/** Only files without loss keep the lowest bits; what cannot be decoded has none to read. */
export async function readStealthMetadata(
  file: Buffer,
  {
    width,
    height,
    alpha,
    texts,
  }: {
    readonly width: number;
    readonly height: number;
    readonly alpha: boolean;
    readonly texts: MetadataTexts;
  },
): Promise<void> {
  if (width * height > pixelsMax) return;
  for (const channels of alpha ? ([1, 3] as const) : ([3] as const)) {
    const size = { file, height, channels };
    const columns = (bits: number) => Math.min(width, Math.ceil(bits / channels / height));
    const head = await lowestBits({ ...size, columns: columns(headBits), bits: headBits });
    if (head === null) return;
    const kind = kinds[head.toString('latin1', 0, signatureLength)];
    if (kind === undefined || kind.channels !== channels) continue;
    const bits = head.readUInt32BE(signatureLength);
    if (bits % 8 !== 0 || headBits + bits > width * height * channels || bits / 8 > texts.room()) {
      return texts.leaveOut();
    }
    const all = await lowestBits({ ...size, columns: columns(headBits + bits), bits: headBits + bits });
    const text = all === null ? null : textOf(all.subarray(headBits / 8), kind, texts.room());
    if (text === null) return texts.leaveOut();
    return texts.add({ place: 'stealth', key: kind.channels === 1 ? 'alpha' : 'rgb', text });
  }
}

function textOf(data: Buffer, { packed }: Kind, maxOutputLength: number): string | null {
  if (!packed) return data.toString('utf8');
  try {
    return gunzipSync(data, { maxOutputLength }).toString('utf8');
  } catch {
    // Damaged, or unfolding beyond the room there is: the caller says that something was left out.
    return null;
  }
}

/** @returns the lowest bits of the leftmost columns as bytes, the first bit highest; null for fewer pixels than bits */
async function lowestBits({
  file,
  height,
  channels,
  columns,
  bits,
}: {
  readonly file: Buffer;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly columns: number;
  readonly bits: number;
}): Promise<Buffer | null> {
  if (columns * height * channels < bits) return null;
  const { data, info } = await sharp(file, { limitInputPixels: pixelsMax, sequentialRead: true })
    .extract({ left: 0, top: 0, width: columns, height })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const bytes = Buffer.alloc(Math.ceil(bits / 8));
  for (let bit = 0; bit < bits; bit += 1) {
    const pixel = Math.floor(bit / channels);
    const at = ((pixel % height) * columns + Math.floor(pixel / height)) * info.channels;
    const value = data[channels === 1 ? at + info.channels - 1 : at + (bit % channels)] ?? 0;
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | ((value & 1) << (7 - (bit & 7)));
  }
  return bytes;
}
