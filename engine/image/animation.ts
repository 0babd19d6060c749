// Pictures one after the other as an animated WebP: a storyboard's animatic.

import sharp from 'sharp';
import { TesseraError } from '../../shared/errors.ts';
import { readPicture } from './read-picture.ts';
import { writeDurably } from './write-durably.ts';

/** Sharp enough for full screen on most, and 240 frames stay below 2 GB of pixels. */
const longestSideMax = 1024;
const webpQuality = 80;

/**
 * Frames take the first one's size; others are fitted into it on black. It repeats for ever.
 * @throws as readPicture and writeDurably do
 */
export async function writeAnimation(options: {
  readonly frames: readonly { readonly picture: string; readonly durationMs: number }[];
  readonly output: string;
}): Promise<void> {
  const [first] = options.frames;
  if (first === undefined) throw new TesseraError('INVALID_INPUT', 'An animation needs at least one picture.');
  const { width, height } = await readPicture(first.picture);
  const scale = Math.min(1, longestSideMax / Math.max(width, height));
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const frames: Buffer[] = [];
  for (const { picture } of options.frames) {
    const opened = await readPicture(picture);
    frames.push(
      await opened
        .pixels()
        .resize({ ...size, fit: 'contain', background: '#000000' })
        .flatten({ background: '#000000' })
        .png({ compressionLevel: 1 })
        .toBuffer(),
    );
  }
  // sharp joins two pictures or more; one alone is a still picture. Equal neighbours become one frame that lasts for both.
  const webp = frames.length === 1 ? sharp(frames[0]) : sharp(frames, { join: { animated: true } });
  const delay = options.frames.map((frame) => frame.durationMs);
  await writeDurably(options.output, await webp.webp({ quality: webpQuality, loop: 0, delay }).toBuffer());
}
