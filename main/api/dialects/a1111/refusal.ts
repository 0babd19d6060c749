// How the A1111 dialect says no: 422 for a wrong field, and `error`, `detail`, `body`, `errors` as its clients read them.

import { z } from 'zod';
import { errorCatalogue } from '../../../../shared/errors.ts';
import type { SayRefusal } from '../endpoint.ts';

export const A1111Refusal = z.looseObject({
  error: z.string(),
  detail: z.unknown(),
  body: z.string(),
  errors: z.string(),
});

export const sayAsA1111: SayRefusal = ({ code, message, details }) => {
  const { http } = errorCatalogue[code];
  const status = http === 400 ? 422 : http;
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
};
