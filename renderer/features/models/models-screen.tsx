// The models: what each is and needs, what is wrong with it, and the way to add one's own.

import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { queryKeys } from '../../data/query-keys.ts';
import { useModels } from '../../data/queries.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { useToasts } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { LorasPart } from './loras-part.tsx';
import { ModelCard } from './model-card.tsx';
import { UpscalersPart } from './upscalers-part.tsx';

export function ModelsScreen() {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { data, error, isPending } = useModels();
  return (
    <div className="mx-auto max-w-4xl px-4 py-6 md:px-8">
      <ScreenTitle title={t('models.title')} />
      <AddModel />
      {isPending && <Skeleton className="h-32 w-full rounded-card" />}
      {error !== null && (
        <Notice role="alert" tone="danger" title={sentence(error).title}>
          {sentence(error).advice}
        </Notice>
      )}
      <ul aria-label={t('models.title')} className="flex flex-col gap-3">
        {data?.models.map((model) => (
          <ModelCard key={model.id} model={model} isDefault={model.id === data.defaultModel} />
        ))}
      </ul>
      <LorasPart />
      <UpscalersPart />
    </div>
  );
}

function AddModel() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const cache = useQueryClient();
  const sentence = useErrorSentence();
  const show = useToasts((toasts) => toasts.show);
  const [folder, setFolder] = useState('');
  const add = useMutation({
    mutationFn: () => bridge.call('models.add', { folder: folder.trim() }),
    onSuccess: (model) => {
      setFolder('');
      show({ tone: 'neutral', text: t('models.added', { name: model.manifest.name }) });
      void cache.invalidateQueries({ queryKey: queryKeys.models });
    },
  });
  const failed = add.error === null ? null : sentence(add.error);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (folder.trim() !== '') add.mutate();
  }

  return (
    <form onSubmit={submit} className="mb-6 rounded-card border border-line bg-surface p-4 shadow-card">
      <Field label={t('models.folder')} hint={t('models.folderHint')}>
        {(control) => (
          <div className="flex gap-2">
            <TextField
              {...control}
              value={folder}
              placeholder={t('models.folderPlaceholder')}
              onChange={(event) => {
                setFolder(event.target.value);
                add.reset();
              }}
            />
            <Button type="submit" icon={<Plus />} disabled={folder.trim() === '' || add.isPending}>
              {add.isPending ? t('models.adding') : t('models.add')}
            </Button>
          </div>
        )}
      </Field>
      {failed !== null && (
        <div className="mt-3">
          <Notice role="alert" tone="danger" title={failed.title}>
            {failed.advice}
            {failed.detail !== null && <p className="mt-1 text-small">{failed.detail}</p>}
          </Notice>
        </div>
      )}
    </form>
  );
}
