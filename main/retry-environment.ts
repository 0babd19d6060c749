// TESSERA_JOB_RETRIES and TESSERA_JOB_RETRY_DELAY_SECONDS: how failed jobs are tried again in this run, whatever Settings say.

import { JobRetryCount, JobRetryDelay } from '../shared/domain/settings.ts';
import { TesseraError } from '../shared/errors.ts';

export interface ForcedRetries {
  readonly limit?: number;
  readonly firstDelaySeconds?: number;
}

/** @throws INVALID_INPUT that names the variable and its limits */
export function retriesFromEnvironment(environment: Readonly<Record<string, string | undefined>>): ForcedRetries {
  const limit = read(environment, 'TESSERA_JOB_RETRIES', JobRetryCount);
  const firstDelaySeconds = read(environment, 'TESSERA_JOB_RETRY_DELAY_SECONDS', JobRetryDelay);
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(firstDelaySeconds === undefined ? {} : { firstDelaySeconds }),
  };
}

function read(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  range: typeof JobRetryCount,
): number | undefined {
  const text = environment[name];
  if (text === undefined || text === '') return undefined;
  const parsed = range.safeParse(Number(text));
  if (parsed.success) return parsed.data;
  const { minValue: minimum, maxValue: maximum } = range;
  throw new TesseraError('INVALID_INPUT', `${name}: must be a whole number from ${minimum} to ${maximum}.`, {
    details: { field: name, minimum, maximum },
  });
}
