import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTriedAgain, nextRetry, retryDelayMs } from '../../../../main/jobs/retry-policy.ts';
import { type ErrorCode, errorCatalogue } from '../../../../shared/errors.ts';

const usual = { limit: 3, firstDelaySeconds: 60 };
const codes = Object.keys(errorCatalogue) as ErrorCode[];

describe('the retry policy', () => {
  it('tries a failed job again after 60, 120 and 240 seconds, and not a fourth time', () => {
    const after = (retries: number) => nextRetry({ policy: usual, code: 'ENGINE_UNAVAILABLE', retries, now: 0 });

    expect([0, 1, 2, 3].map(after)).toEqual([
      { count: 1, limit: 3, at: 60_000 },
      { count: 2, limit: 3, at: 120_000 },
      { count: 3, limit: 3, at: 240_000 },
      null,
    ]);
  });

  it.each(['VALIDATION_ERROR', 'INVALID_INPUT', 'CANCELLED', 'SIZE_NOT_SUPPORTED', 'NUMERIC_FAILURE', 'FORBIDDEN'])(
    'never tries %s again',
    (code) => {
      expect(nextRetry({ policy: usual, code, retries: 0, now: 0 })).toBeNull();
    },
  );

  it.each(['ENGINE_CRASHED', 'DISK_FULL', 'DATABASE_BUSY', 'MODEL_MISSING_FILE', 'INTERNAL'])(
    'tries %s again',
    (code) => {
      expect(nextRetry({ policy: usual, code, retries: 0, now: 0 })).not.toBeNull();
    },
  );

  it('never tries again what the catalogue says is the fault of the request, a model away for a while excepted', () => {
    const blamed = codes.filter((code) => errorCatalogue[code].kind === 'invalid');

    expect(blamed.filter(isTriedAgain)).toEqual(['MODEL_MISSING_FILE']);
  });

  it('knows no code that is not in the catalogue', () => {
    expect(nextRetry({ policy: usual, code: 'A_NEWER_CODE', retries: 0, now: 0 })).toBeNull();
  });

  it('keeps within its limit and doubles its waits, whatever is set', () => {
    fc.assert(
      fc.property(
        fc.record({ limit: fc.integer({ min: 0, max: 10 }), firstDelaySeconds: fc.integer({ min: 1, max: 3600 }) }),
        fc.integer({ min: 0, max: 12 }),
        fc.constantFrom(...codes),
        (policy, retries, code) => {
          const planned = nextRetry({ policy, code, retries, now: 5 });
          if (!isTriedAgain(code) || retries >= policy.limit) return planned === null;
          const wait = policy.firstDelaySeconds * 1000 * 2 ** retries;
          return (
            planned?.count === retries + 1 && planned.at === 5 + wait && retryDelayMs(policy, retries + 1) === wait
          );
        },
      ),
    );
  });
});
