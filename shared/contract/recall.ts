// Calls about what pictures say of how they were made. A picture from outside comes by POST /recall, never through a call.

import { z } from 'zod';
import { ImageId } from '../domain/ids.ts';
import { recalledTextMax, RecalledPicture } from '../domain/recalled.ts';
import { call } from './call.ts';

export const recallCalls = {
  'recall.read': call({
    summary: "Settings out of a picture of the library, or out of a text in any tool's format, in one form.",
    access: 'read',
    input: z.strictObject({
      source: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('image'), image: ImageId }),
        z.strictObject({ kind: z.literal('text'), text: z.string().min(1).max(recalledTextMax) }),
      ]),
    }),
    output: RecalledPicture,
  }),
} as const;
