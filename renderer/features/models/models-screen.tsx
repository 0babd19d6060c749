// The models: what each is and needs, what is wrong with it, and the ways to more: one's own, and those of the catalogue.

import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { queryKeys } from '../../data/query-keys.ts';
import { useModels } from '../../data/queries.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { useToasts } from '../../state/toasts.ts';
import { Notice } from '../../ui/notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AddByPath } from './add-by-path.tsx';
import { Catalogue } from './catalogue.tsx';
import { LorasPart } from './loras-part.tsx';
import { ModelCard } from './model-card.tsx';
import { UpscalersPart } from './upscalers-part.tsx';

export function ModelsScreen() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const cache = useQueryClient();
  const sentence = useErrorSentence();
  const show = useToasts((toasts) => toasts.show);
  const { data, error, isPending } = useModels();

  async function add(folder: string): Promise<void> {
    const model = await bridge.call('models.add', { folder });
    show({ tone: 'neutral', text: t('models.added', { name: model.manifest.name }) });
    void cache.invalidateQueries({ queryKey: queryKeys.models });
  }

  return (
    <div className="mx-auto max-w-4xl px-4 py-6 md:px-8">
      <ScreenTitle title={t('models.title')} />
      <div className="mb-6 rounded-card border border-line bg-surface p-4 shadow-card">
        <AddByPath
          label={t('models.folder')}
          hint={t('models.folderHint')}
          placeholder={t('models.folderPlaceholder')}
          takesFolder
          add={add}
        />
      </div>
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
      <Catalogue />
      <LorasPart />
      <UpscalersPart />
    </div>
  );
}
