// What a picture looks like in a few bytes: a hash that near-equal pictures share, and a description that alike ones have.

import { z } from 'zod';

/** Bytes of a description: colours by place, colours at large, and edges by place and direction. */
export const traitLengths = { layout: 48, colours: 20, edges: 96 } as const;
export const descriptionLength = traitLengths.layout + traitLengths.colours + traitLengths.edges;

export const PictureTraits = z.strictObject({
  /** 64 bits in hex: whether each of 8 by 8 places is darker than its right neighbour. */
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  /** `descriptionLength` bytes as base64. */
  description: z.base64().length(Math.ceil(descriptionLength / 3) * 4),
});
export type PictureTraits = z.infer<typeof PictureTraits>;
