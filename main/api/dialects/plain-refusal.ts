// How most dialects say no: `error` and `code` at the top, as the other paths do.

import { z } from 'zod';
import { errorCatalogue } from '../../../shared/errors.ts';
import type { SayRefusal } from './endpoint.ts';

export const PlainRefusal = z.strictObject({
  error: z.string(),
  code: z.string(),
  retryable: z.boolean().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});

export const sayPlainly: SayRefusal = ({ code, message, retryable, details }) => ({
  status: errorCatalogue[code].http,
  body: { error: message, code, retryable, ...(details === undefined ? {} : { details }) },
});
