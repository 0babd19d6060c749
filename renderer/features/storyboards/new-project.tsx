// Begins a project: a name, and the look that all its shots share.

import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StyleId } from '../../../shared/domain/ids.ts';
import type { Aspect } from '../../../shared/domain/recipe.ts';
import { chosenModel, useModels, useStyles } from '../../data/queries.ts';
import { useCreateProject } from '../../data/storyboards.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { goTo } from '../../state/screen.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';

export function NewProject() {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const [name, setName] = useState('');
  const [aspect, setAspect] = useState<Aspect | ''>('');
  const [style, setStyle] = useState<StyleId | ''>('');
  const model = chosenModel(useModels().data, null);
  const styles = useStyles().data?.styles ?? [];
  const create = useCreateProject();
  const failed = create.error === null ? null : sentence(create.error);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const look = { model: null, aspect: aspect === '' ? null : aspect, style: style === '' ? null : style };
    create.mutate({ name, look }, { onSuccess: (project) => goTo('storyboards', project.id) });
  }

  return (
    <form onSubmit={submit} className="mb-6 rounded-card border border-line bg-surface p-4 shadow-card">
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('storyboards.name')} className="min-w-56 flex-1">
          {(control) => (
            <TextField
              {...control}
              value={name}
              maxLength={200}
              placeholder={t('storyboards.namePlaceholder')}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('storyboards.shape')} className="w-44">
          {(control) => (
            <Select
              {...control}
              value={aspect}
              onPick={setAspect}
              options={[
                { value: '', label: t('storyboards.anyShape') },
                ...(model?.manifest.capabilities.sizes ?? []).map((size) => ({
                  value: size.aspect,
                  label: size.aspect,
                })),
              ]}
            />
          )}
        </Field>
        <Field label={t('storyboards.style')} className="w-44">
          {(control) => (
            <Select
              {...control}
              value={style}
              onPick={setStyle}
              options={[
                { value: '', label: t('create.noStyle') },
                ...styles.map((offered) => ({ value: offered.id, label: offered.name })),
              ]}
            />
          )}
        </Field>
        <Button type="submit" weight="primary" icon={<Plus />} disabled={name.trim() === '' || create.isPending}>
          {t('storyboards.begin')}
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
