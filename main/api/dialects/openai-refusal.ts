// How the OpenAI dialect says no: `error` is an object, and `param` names the field.

import { z } from 'zod';
import { type ErrorEnvelope, errorCatalogue } from '../../../shared/errors.ts';
import type { Refusal } from './endpoint.ts';

const OpenAiRefusal = z.strictObject({
  error: z.strictObject({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string(),
  }),
});

export const openAiRefusal: Refusal = { schema: OpenAiRefusal, wrongField: 400, say: sayAsOpenAi };

function sayAsOpenAi({ code, message, details }: ErrorEnvelope) {
  const status = errorCatalogue[code].http;
  const field = details?.['field'] ?? details?.['header'];
  const type =
    status === 401
      ? 'authentication_error'
      : status === 429
        ? 'rate_limit_error'
        : status >= 500
          ? 'server_error'
          : 'invalid_request_error';
  return {
    status,
    body: { error: { message, type, param: typeof field === 'string' ? field : null, code } },
  };
}
