// How the A1111 dialect says no: 422 for a wrong field, and `error`, `detail`, `body`, `errors` as its clients read them.

import { z } from 'zod';
import { type ErrorEnvelope, errorCatalogue } from '../../../../shared/errors.ts';
import type { Refusal } from '../endpoint.ts';

const A1111Refusal = z.looseObject({
  error: z.string(),
  detail: z.unknown(),
  body: z.string(),
  errors: z.string(),
});

export const a1111Refusal: Refusal = { schema: A1111Refusal, wrongField: 422, say: sayAsA1111 };

function sayAsA1111({ code, message, details }: ErrorEnvelope) {
  const { http } = errorCatalogue[code];
  const status = http === 400 ? a1111Refusal.wrongField : http;
  const field = details?.['field'] ?? details?.['header'];
  return {
    status,
    body: {
      error: code,
      code,
      detail:
        typeof field === 'string' || status === 422
          ? [{ loc: ['body', ...(typeof field === 'string' ? [field] : [])], msg: message, type: code }]
          : message,
      body: '',
      errors: message,
    },
  };
}
