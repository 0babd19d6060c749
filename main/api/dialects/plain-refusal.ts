// How most dialects say no: `error` and `code` at the top, as the other paths do.

import { z } from 'zod';
import { errorCatalogue } from '../../../shared/errors.ts';
import type { Refusal } from './endpoint.ts';

export const plainRefusal: Refusal = {
  schema: z.strictObject({
    error: z.string(),
    code: z.string(),
    retryable: z.boolean().optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
  wrongField: 400,
  say: ({ code, message, retryable, details }) => ({
    status: errorCatalogue[code].http,
    body: { error: message, code, retryable, ...(details === undefined ? {} : { details }) },
  }),
};
