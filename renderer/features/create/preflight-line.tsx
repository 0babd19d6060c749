// One line beneath the form: what the pictures would take of this machine, before anything is begun. Quiet when nobody knows.

import { Gauge } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { usePreflight, useRested } from '../../data/prompts.ts';
import { formatBytes, formatDuration } from '../../i18n/format.ts';
import { useNoteSentence } from '../../i18n/note-sentence.ts';

export function PreflightLine({ recipe }: { readonly recipe: Recipe | null }) {
  const { t, i18n } = useTranslation();
  const noteSentence = useNoteSentence();
  const { data } = usePreflight(useRested(recipe === null ? null : askedOf(recipe)));
  if (recipe === null || data === undefined) return null;
  const { memory, time, notes } = data;
  const short = memory.peakBytes !== null && memory.peakBytes > memory.freeBytes;
  const facts = [
    ...(time.seconds === null
      ? []
      : [t('preflight.time', { time: formatDuration(time.seconds * 1000, i18n.language) })]),
    ...(memory.peakBytes === null
      ? []
      : [
          t(short ? 'preflight.tooMuch' : 'preflight.memory', {
            memory: formatBytes(memory.peakBytes, i18n.language),
            free: formatBytes(memory.freeBytes, i18n.language),
          }),
        ]),
  ];
  if (facts.length === 0 && notes.length === 0) return null;
  return (
    <div aria-label={t('preflight.title')} role="group" className="flex min-w-0 items-start gap-2">
      <Gauge aria-hidden className="mt-px size-3.5 shrink-0" />
      <div className="min-w-0">
        <p className={short ? 'text-warning' : ''}>{facts.join(' · ')}</p>
        {notes.map((note) => (
          <p key={`${note.code} ${note.message}`}>{noteSentence(note)}</p>
        ))}
      </div>
    </div>
  );
}

/** Without what decides nothing of it: typing words asks nothing anew. */
function askedOf({ prompt: _prompt, negativePrompt: _negativePrompt, seed: _seed, ...rest }: Recipe): string {
  return JSON.stringify(rest);
}
