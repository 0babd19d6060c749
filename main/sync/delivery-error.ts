// Why a delivery failed, and whether trying again can help.

import type { DeliveryFault } from '../../shared/domain/sync.ts';
import { TesseraError } from '../../shared/errors.ts';

export class DeliveryError extends Error {
  readonly fault: DeliveryFault;
  /** The receiver will say the same to the same message for ever. */
  readonly isFinal: boolean;
  /** How long the receiver asked to be left alone; null when it did not. */
  readonly retryAfterMs: number | null;

  constructor(
    fault: Omit<DeliveryFault, 'status'> & { readonly status?: number },
    options: { readonly isFinal?: boolean; readonly retryAfterMs?: number | null; readonly cause?: unknown } = {},
  ) {
    super(fault.message, { cause: options.cause });
    this.name = 'DeliveryError';
    this.fault = { ...fault, status: fault.status ?? null };
    this.isFinal = options.isFinal ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name cannot be looked up now',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no network',
  ETIMEDOUT: 'the host does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'the host does not answer',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

/** Turns what a request threw into a delivery error; host names only, never a path, header or body. */
export function asDeliveryError(thrown: unknown, host: string): DeliveryError {
  if (thrown instanceof DeliveryError) return thrown;
  if (thrown instanceof TesseraError) return new DeliveryError({ code: 'UNREACHABLE', message: thrown.message });
  const names = causes(thrown).flatMap((error) => [error.name, 'code' in error ? String(error.code) : '']);
  if (names.includes('TimeoutError')) {
    return new DeliveryError({ code: 'TIMED_OUT', message: `${host} took too long to answer.` }, { cause: thrown });
  }
  const code = names.find((name) => reasons[name] !== undefined);
  const reason = code === undefined ? 'the request failed' : reasons[code];
  return new DeliveryError({ code: 'UNREACHABLE', message: `${host} was not reached: ${reason}.` }, { cause: thrown });
}

function causes(thrown: unknown): Error[] {
  const found: Error[] = [];
  for (let error = thrown; error instanceof Error && found.length < 8; error = error.cause) found.push(error);
  return found;
}
