// Calls about pictures handed in to start from. Their bytes come by POST /source, never through a call.

import { z } from 'zod';
import { ImageId, SourceId } from '../domain/ids.ts';
import { call } from './call.ts';

/** What a caller may hand in at most. */
export const sourceMaxBytes = 20 * 1024 * 1024;

export const Source = z.strictObject({
  id: SourceId,
  width: z.int().positive(),
  height: z.int().positive(),
});
export type Source = z.infer<typeof Source>;

export const sourceCalls = {
  'sources.fromImage': call({
    summary: 'Take a picture of the library as one to start from.',
    access: 'write',
    input: z.strictObject({ image: ImageId }),
    output: Source,
  }),
} as const;
