// Says an error in the user's language: what happened, what to do, and the studio's own words as detail.

import { useTranslation } from 'react-i18next';
import { isErrorCode, TesseraError } from '../../shared/errors.ts';

export interface ErrorSentence {
  readonly title: string;
  readonly advice: string;
  /** The studio's English sentence: it names the file, the field or the limit. */
  readonly detail: string | null;
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

function failureOf(error: unknown): Failure {
  if (error instanceof TesseraError) return error;
  if (typeof error === 'object' && error !== null && 'code' in error && 'message' in error) return error as Failure;
  return { code: 'INTERNAL', message: '' };
}

/** Details are interpolated by their names; only what can be read in a sentence is passed on. */
function readableDetails(details: Failure['details']): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(details ?? {}).filter(
      (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
}

export function useErrorSentence(): (error: unknown) => ErrorSentence {
  const { t } = useTranslation();
  return (error) => {
    const { code, message, details } = failureOf(error);
    const known = isErrorCode(code) ? code : 'INTERNAL';
    const values = readableDetails(details);
    return {
      title: t(`errors.${known}.title`, values),
      advice: t(`errors.${known}.advice`, values),
      detail: message === '' ? null : message,
    };
  };
}
