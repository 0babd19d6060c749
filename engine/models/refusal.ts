// Whatever goes wrong while a stranger's folder is read ends as a code and one plain sentence.

import { TesseraError } from '../../shared/errors.ts';

const maxSentence = 600;

/** A fault of the disk or the folder becomes a refusal; what is a bug of ours stays one. */
export function refusalFor(thrown: unknown): unknown {
  if (thrown instanceof TesseraError) return plain(thrown);
  if (!(thrown instanceof Error) || !('code' in thrown)) return thrown;
  if (thrown.code === 'EACCES' || thrown.code === 'EPERM') {
    return new TesseraError(
      'FILE_NOT_FOUND',
      'Tessera may not read a file of this model. Give yourself the right to read the folder and everything in it.',
      { cause: thrown },
    );
  }
  if (thrown.code === 'ERR_INVALID_ARG_VALUE') {
    return new TesseraError('FILE_NOT_FOUND', 'No folder can have that path. Check the path and try again.', {
      cause: thrown,
    });
  }
  if (!('syscall' in thrown)) return thrown;
  return new TesseraError(
    'MODEL_CORRUPT',
    `A file of this model cannot be read (${String(thrown.code)}). Check its disk, or download the folder again.`,
    { cause: thrown },
  );
}

/** Names from inside a file may hold anything, and the sentence may be printed on a terminal. */
function plain(error: TesseraError): TesseraError {
  const message = error.message.replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\uFFFD]/gu, '?');
  const cut = message.length > maxSentence ? `${message.slice(0, maxSentence - 1)}…` : message;
  if (cut === error.message) return error;
  return new TesseraError(error.code, cut, {
    cause: error,
    ...(error.details === undefined ? {} : { details: error.details }),
  });
}
