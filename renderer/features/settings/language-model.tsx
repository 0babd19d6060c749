// The language model that writes storyboards: an Ollama server's address and the name of a model on it.

import { type FormEvent, useId, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../../shared/domain/settings.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { queryKeys } from '../../data/query-keys.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { SettingRow, SettingsPart } from './setting-row.tsx';

export function LanguageModel({ settings }: { readonly settings: Settings }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const cache = useQueryClient();
  const sentence = useErrorSentence();
  const urlLabel = useId();
  const modelLabel = useId();
  const [url, setUrl] = useState(settings.ollamaUrl ?? '');
  const [model, setModel] = useState(settings.ollamaModel);
  const set = useMutation({
    mutationFn: () =>
      bridge.call('settings.set', { ollamaUrl: url.trim() === '' ? null : url.trim(), ollamaModel: model.trim() }),
    onSuccess: (changed) => cache.setQueryData(queryKeys.settings, changed),
  });
  const failed = set.error === null ? null : sentence(set.error);
  const isChanged = url.trim() !== (settings.ollamaUrl ?? '') || model.trim() !== settings.ollamaModel;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isChanged) set.mutate();
  }

  return (
    <form onSubmit={submit}>
      <SettingsPart title={t('storyboards.title')}>
        <SettingRow name={t('storyboards.ollama')} text={t('storyboards.ollamaText')} labelId={urlLabel}>
          <TextField
            aria-labelledby={urlLabel}
            value={url}
            placeholder="http://127.0.0.1:11434"
            onChange={(event) => setUrl(event.target.value)}
            className="max-w-60"
          />
        </SettingRow>
        <SettingRow name={t('storyboards.ollamaModel')} labelId={modelLabel}>
          <div className="flex w-60 gap-2">
            <TextField
              aria-labelledby={modelLabel}
              value={model}
              maxLength={200}
              onChange={(event) => setModel(event.target.value)}
            />
            <Button type="submit" disabled={!isChanged || model.trim() === ''}>
              {t('storyboards.save')}
            </Button>
          </div>
        </SettingRow>
      </SettingsPart>
      {failed !== null && (
        <div className="-mt-6 mb-8">
          <Notice role="alert" tone="danger" title={failed.title}>
            {failed.detail ?? failed.advice}
          </Notice>
        </div>
      )}
    </form>
  );
}
