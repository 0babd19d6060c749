// Says what happens, and how many shots it should become.

import { Sparkles } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectId } from '../../../shared/domain/ids.ts';
import { promptMaxLength } from '../../../shared/domain/recipe.ts';
import { maxShotsPerSequence } from '../../../shared/domain/storyboard.ts';
import { useGenerateSequence } from '../../data/storyboards.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { Button } from '../../ui/button.tsx';
import { controlLook, Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';

const counts = Array.from({ length: maxShotsPerSequence }, (_, place) => String(place + 1));
const usualCount = '6';

export function SequenceForm({ project }: { readonly project: ProjectId }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const [prompt, setPrompt] = useState('');
  const [count, setCount] = useState(usualCount);
  const generate = useGenerateSequence();
  const failed = generate.error === null ? null : sentence(generate.error);

  function submit(event: { preventDefault(): void }): void {
    event.preventDefault();
    if (prompt.trim() === '' || generate.isPending) return;
    generate.mutate({ project, prompt, shotCount: Number(count) }, { onSuccess: () => setPrompt('') });
  }

  return (
    <form
      onSubmit={(event: FormEvent) => submit(event)}
      className="mb-6 rounded-card border border-line bg-surface p-4 shadow-card"
    >
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('storyboards.prompt')} className="min-w-64 flex-1">
          {(control) => (
            <TextArea
              {...control}
              value={prompt}
              maxLength={promptMaxLength}
              placeholder={t('storyboards.promptPlaceholder')}
              onChange={(event) => setPrompt(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
              }}
              className={`${controlLook} py-2`}
            />
          )}
        </Field>
        <Field label={t('storyboards.count')} className="w-24">
          {(control) => (
            <Select
              {...control}
              value={count}
              onPick={setCount}
              options={counts.map((value) => ({ value, label: value }))}
            />
          )}
        </Field>
        <Button
          type="submit"
          weight="primary"
          icon={<Sparkles />}
          disabled={prompt.trim() === '' || generate.isPending}
        >
          {t('storyboards.generate')}
        </Button>
      </div>
      {failed !== null && (
        <div className="mt-3">
          <Notice role="alert" tone="danger" title={failed.title}>
            {failed.detail ?? failed.advice}
          </Notice>
        </div>
      )}
    </form>
  );
}
