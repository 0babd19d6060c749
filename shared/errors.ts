// The catalogue of everything that can go wrong, and the one error type that carries it.

export type ErrorClass = 'invalid' | 'denied' | 'not-found' | 'conflict' | 'unavailable' | 'cancelled' | 'bug';

interface CatalogueEntry {
  readonly kind: ErrorClass;
  readonly http: number;
  readonly exit: number;
  /** Whether trying the same thing again later can succeed without the caller changing anything. */
  readonly retryable: boolean;
}

const invalid = { kind: 'invalid', http: 400, exit: 2, retryable: false } as const;
const notFound = { kind: 'not-found', http: 404, exit: 3, retryable: false } as const;
const conflict = { kind: 'conflict', http: 409, exit: 4, retryable: false } as const;
const unavailable = { kind: 'unavailable', http: 503, exit: 5, retryable: true } as const;
const denied = { kind: 'denied', http: 401, exit: 6, retryable: false } as const;

export const errorCatalogue = {
  VALIDATION_ERROR: invalid,
  INVALID_INPUT: invalid,
  MODEL_NOT_A_MODEL: invalid,
  MODEL_MISSING_FILE: invalid,
  MODEL_CORRUPT: invalid,
  MODEL_LFS_POINTER: invalid,
  MODEL_UNSUPPORTED: invalid,
  LORA_WRONG_BASE: invalid,
  MODEL_UNSAFE_PATH: invalid,
  PALETTE_TOO_FEW_PICTURES: invalid,
  PALETTE_NOT_A_PALETTE: invalid,
  PALETTE_UNSAFE: invalid,
  PALETTE_TOO_LARGE: { ...invalid, http: 413 },
  PALETTE_DAMAGED: invalid,
  PALETTE_FROM_THE_FUTURE: invalid,
  SIZE_NOT_SUPPORTED: invalid,
  PROMPT_TOO_LONG: invalid,
  SEARCH_NOT_UNDERSTOOD: invalid,

  UNAUTHENTICATED: denied,
  FORBIDDEN: { ...denied, http: 403 },
  CREDITS_INSUFFICIENT: { ...denied, http: 402 },
  RATE_LIMITED: { ...unavailable, http: 429 },
  REQUEST_TOO_LARGE: { ...invalid, http: 413 },

  CALL_UNKNOWN: notFound,
  JOB_NOT_FOUND: notFound,
  IMAGE_NOT_FOUND: notFound,
  SOURCE_NOT_FOUND: notFound,
  MODEL_NOT_FOUND: notFound,
  LORA_NOT_FOUND: notFound,
  UPSCALER_NOT_FOUND: notFound,
  PALETTE_NOT_FOUND: notFound,
  STYLE_NOT_FOUND: notFound,
  FILE_NOT_FOUND: notFound,
  TOKEN_NOT_FOUND: notFound,
  GENERATION_NOT_FOUND: notFound,
  PROJECT_NOT_FOUND: notFound,
  SHOT_NOT_FOUND: notFound,
  SEQUENCE_NOT_FOUND: notFound,
  OUTBOX_ITEM_NOT_FOUND: notFound,
  DOWNLOAD_NOT_FOUND: notFound,
  COLLECTION_NOT_FOUND: notFound,

  JOB_MOVE_FORBIDDEN: conflict,
  JOB_ID_TAKEN: conflict,
  MODEL_IN_USE: conflict,
  PALETTE_EXISTS: conflict,
  COLLECTION_EXISTS: conflict,
  GENERATION_IN_PROGRESS: conflict,
  QUEUE_PAUSED: { ...conflict, exit: 5 },

  DATA_FOLDER_IN_USE: unavailable,
  DATA_FOLDER_READ_ONLY: { ...unavailable, retryable: false },
  DISK_FULL: unavailable,
  DATABASE_CORRUPT: { ...unavailable, retryable: false },
  DATABASE_FROM_THE_FUTURE: { ...unavailable, retryable: false },
  DATABASE_BUSY: unavailable,
  PORT_IN_USE: { ...unavailable, retryable: false },
  ENGINE_CRASHED: unavailable,
  ENGINE_UNAVAILABLE: unavailable,
  ENGINE_TIMEOUT: unavailable,
  PROVIDER_UNAVAILABLE: { ...unavailable, retryable: false },
  OUT_OF_MEMORY: { ...unavailable, retryable: false },
  NUMERIC_FAILURE: { ...unavailable, retryable: false },

  DOWNLOAD_FAILED: unavailable,
  DOWNLOAD_DAMAGED: unavailable,
  OFFLINE: { ...unavailable, retryable: false },
  SECRET_UNREADABLE: { ...unavailable, retryable: false },
  KEYCHAIN_UNAVAILABLE: { ...unavailable, retryable: false },

  LANGUAGE_MODEL_UNAVAILABLE: unavailable,
  LANGUAGE_MODEL_ANSWER: unavailable,
  NOT_IMPLEMENTED: { ...unavailable, http: 501, retryable: false },

  CANCELLED: { kind: 'cancelled', http: 409, exit: 130, retryable: false },
  INTERNAL: { kind: 'bug', http: 500, exit: 70, retryable: false },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

/** Facts about an error that a program may read: the field, its limits, the nearest valid value. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** What crosses a process or network border in place of an Error. */
export interface ErrorEnvelope {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly details?: ErrorDetails;
}

/**
 * The only error Tessera throws on purpose. The message is a sentence for the user: what happened, to what, and
 * what to do next. It never holds a stack, a token, a prompt or the path of the user's home.
 */
export class TesseraError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: ErrorDetails } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TesseraError';
    this.code = code;
    this.details = options.details;
  }
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCatalogue, code);
}

/** Turns anything thrown into the envelope; what is not a TesseraError is a bug and says nothing of its inside. */
export function toEnvelope(thrown: unknown): ErrorEnvelope {
  if (thrown instanceof TesseraError) {
    const envelope = { code: thrown.code, message: thrown.message, retryable: errorCatalogue[thrown.code].retryable };
    return thrown.details === undefined ? envelope : { ...envelope, details: thrown.details };
  }
  return {
    code: 'INTERNAL',
    message: 'Something went wrong inside Tessera. The log has the details; nothing that was finished is lost.',
    retryable: false,
  };
}

/** The way back: an envelope that crossed a border becomes the error it was. */
export function fromEnvelope(envelope: ErrorEnvelope): TesseraError {
  return new TesseraError(
    envelope.code,
    envelope.message,
    envelope.details === undefined ? {} : { details: envelope.details },
  );
}
