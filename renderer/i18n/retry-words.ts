// Says when a job that failed is tried again, counting down while it is looked at.

import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../shared/domain/job.ts';
import { formatCountdown } from './format.ts';

const secondMs = 1000;
const currentSecond = (): number => Math.floor(Date.now() / secondMs);
const noSecond = (): number => 0;
const never = () => () => {};

function everySecond(onTick: () => void): () => void {
  const tick = setInterval(onTick, secondMs);
  return () => clearInterval(tick);
}

/** @returns null for a job that does not wait for another try */
export function useRetryWords({ count, limit, nextAt }: Job['retries']): string | null {
  const { t } = useTranslation();
  const isWaiting = nextAt !== null;
  const seconds = useSyncExternalStore(isWaiting ? everySecond : never, isWaiting ? currentSecond : noSecond);
  if (nextAt === null) return null;
  const left = Date.parse(nextAt) - seconds * secondMs;
  return left <= 0
    ? t('retry.due', { number: count, limit })
    : t('retry.waits', { time: formatCountdown(left), number: count, limit });
}
