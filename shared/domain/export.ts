// How pictures leave the library: as what, how large, and with how much of what is known of them.

import { z } from 'zod';
import { ImageId } from './ids.ts';

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

/** What a file name can be made of; each stands in braces in a pattern. */
export const nameParts = ['date', 'time', 'prompt', 'seed', 'model', 'width', 'height', 'number', 'id'] as const;
export type NamePart = (typeof nameParts)[number];
export const defaultNamePattern = '{date}-{prompt}-{seed}';

/** Text and parts in braces; whatever file systems forbid is replaced when a name is made. */
export const NamePattern = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine(
    (pattern) => unknownParts(pattern).length === 0,
    `a file name can be made of ${nameParts.map((part) => `{${part}}`).join(', ')}`,
  );

/** What stands in braces and is no part of a name. */
export function unknownParts(pattern: string): string[] {
  const known: readonly string[] = nameParts;
  return [...pattern.matchAll(/\{([^{}]*)\}/g)].map(([, part = '']) => part).filter((part) => !known.includes(part));
}

export const ExportId = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,64}$/)
  .brand<'ExportId'>();
export type ExportId = z.infer<typeof ExportId>;

export const exportStates = ['running', 'completed', 'cancelled', 'failed'] as const;

/** How far an export is. It lives as long as the app runs; the files it wrote stay. */
export const LibraryExport = z.strictObject({
  id: ExportId,
  state: z.enum(exportStates),
  total: z.int().nonnegative(),
  written: z.int().nonnegative(),
  /** How many pictures could not be exported. */
  failed: z.int().nonnegative(),
  /** The first of them, each with its reason. */
  failures: z.array(z.strictObject({ image: ImageId, name: z.string(), message: z.string() })),
  /** The file at /export/<file> when the pictures were to be downloaded and it stands; null otherwise. */
  file: z.string().nullable(),
  /** The name of the folder that receives the pictures; null when they are to be downloaded. */
  folder: z.string().nullable(),
  /** Why it ended before its end; null when it did not. */
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
});
export type LibraryExport = z.infer<typeof LibraryExport>;
