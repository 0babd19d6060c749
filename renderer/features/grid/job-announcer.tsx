// Tells a screen reader what became of the jobs: when one starts, ends or fails, and nothing in between.

import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../shared/domain/ids.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';

export function JobAnnouncer() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [words, setWords] = useState('');

  useEffect(() => {
    const known = new Map<JobId, string>();
    return bridge.subscribe((event) => {
      if (event.name !== 'job.changed') return;
      const { id, task, retries } = event.data;
      const state = retries.nextAt === null ? event.data.state : 'retrying';
      if (known.get(id) === state) return;
      known.set(id, state);
      if (
        state === 'retrying' ||
        state === 'running' ||
        state === 'completed' ||
        state === 'failed' ||
        state === 'cancelled'
      ) {
        setWords(t(`announce.${state}`, { prompt: task.recipe.prompt }));
      }
    });
  }, [bridge, t]);

  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  );
}
