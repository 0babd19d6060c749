// How pictures leave the library: as what, how large, and with how much of what is known of them.

import { z } from 'zod';

export const exportFormats = ['png', 'jpeg', 'webp', 'avif'] as const;
export const ExportFormat = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** full: all that the picture says of itself. prompt: its words alone. none: nothing at all. */
export const metadataPolicies = ['full', 'prompt', 'none'] as const;
export const MetadataPolicy = z.enum(metadataPolicies);
export type MetadataPolicy = z.infer<typeof MetadataPolicy>;

export const defaultQuality = 90;
export const longestSideMin = 16;
export const longestSideMax = 16_384;

export const ExportStyle = z.strictObject({
  format: ExportFormat.default('png'),
  /** Of JPEG, WebP and AVIF; PNG keeps every pixel. */
  quality: z.int().min(1).max(100).default(defaultQuality),
  /** Larger pictures are scaled down to it; null leaves every picture as large as it is. */
  longestSide: z.int().min(longestSideMin).max(longestSideMax).nullable().default(null),
  metadata: MetadataPolicy.default('full'),
  /** Whether the file says that a trained model made it, in the word the IPTC has for that. */
  aiMark: z.boolean().default(false),
});
export type ExportStyle = z.infer<typeof ExportStyle>;

export const fileEndings: Readonly<Record<ExportFormat, string>> = {
  png: 'png',
  jpeg: 'jpg',
  webp: 'webp',
  avif: 'avif',
};
