// What the outbox keeps of a picture to be uploaded: where its file stands and the key it gets.

import { z } from 'zod';
import type { Image } from '../../shared/domain/image.ts';

export const PicturePayload = z.strictObject({
  /** Path below the library folder, with forward slashes. */
  file: z.string(),
  /** Below the prefix. */
  path: z.string(),
  sha256: z.string(),
  sizeBytes: z.int().nonnegative(),
});
export type PicturePayload = z.infer<typeof PicturePayload>;

/** @param image a ready one */
export function picturePayload(image: Image, path: string): PicturePayload {
  return PicturePayload.parse({ file: image.file, path, sha256: image.sha256, sizeBytes: image.sizeBytes });
}
