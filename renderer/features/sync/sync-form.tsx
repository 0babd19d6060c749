// Where finished work is sent: webhook, bucket and cloud API. Saved as a whole, so that nothing half set up is sent to.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecretName, SyncStatus } from '../../../shared/domain/sync.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { queryKeys } from '../../data/query-keys.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { useToasts } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { SecretField } from './secret-field.tsx';
import { patchOf, type SyncDraft, startDraft } from './sync-draft.ts';
import { SwitchRow, SyncPart } from './sync-part.tsx';

export function SyncForm({ status }: { readonly status: SyncStatus }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const cache = useQueryClient();
  const sentence = useErrorSentence();
  const show = useToasts((toasts) => toasts.show);
  const [draft, setDraft] = useState(() => startDraft(status.settings));
  const save = useMutation({
    mutationFn: () => bridge.call('sync.configure', patchOf(draft)),
    onSuccess: (saved) => {
      cache.setQueryData(queryKeys.syncStatus, saved);
      // What was typed as a secret is forgotten by the page the moment the studio keeps it.
      setDraft(startDraft(saved.settings));
      show({ tone: 'neutral', text: t('sync.saved') });
    },
  });
  const failed = save.error === null ? null : sentence(save.error);

  function change(changes: Partial<SyncDraft>): void {
    save.reset();
    setDraft((before) => ({ ...before, ...changes }));
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    save.mutate();
  }

  const text = (
    name: 'webhookUrl' | 'endpoint' | 'bucket' | 'region' | 'prefix' | 'cloudUrl',
    placeholder?: string,
  ) => (
    <Field label={t(`sync.fields.${name}`)} hint={t(`sync.hints.${name}`)}>
      {(control) => (
        <TextField
          {...control}
          value={draft[name]}
          placeholder={placeholder}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  const secret = (name: SecretName) => (
    <SecretField
      name={name}
      isKept={status.secrets[name]}
      typed={draft.secrets[name]}
      onType={(typed) => change({ secrets: { ...draft.secrets, [name]: typed } })}
    />
  );

  return (
    <form onSubmit={submit}>
      <SyncPart title={t('sync.parts.webhook')} text={t('sync.texts.webhook')}>
        <div className="grid gap-4 md:grid-cols-2">
          {text('webhookUrl', 'https://')}
          {secret('webhookSecret')}
        </div>
        <div className="mt-3">
          <SwitchRow name={t('sync.progress')} checked={draft.progress} onChange={(progress) => change({ progress })} />
        </div>
      </SyncPart>
      <SyncPart title={t('sync.parts.s3')} text={t('sync.texts.s3')}>
        <div className="grid gap-4 md:grid-cols-2">
          {text('bucket')}
          {text('region')}
          {text('endpoint', 'https://')}
          {text('prefix')}
          {secret('s3AccessKeyId')}
          {secret('s3SecretAccessKey')}
        </div>
        <div className="mt-3">
          <SwitchRow
            name={t('sync.pathStyle')}
            checked={draft.pathStyle}
            onChange={(pathStyle) => change({ pathStyle })}
          />
        </div>
      </SyncPart>
      <SyncPart title={t('sync.parts.cloud')} text={t('sync.texts.cloud')}>
        <div className="grid gap-4 md:grid-cols-2">
          {text('cloudUrl', 'https://')}
          {secret('cloudToken')}
        </div>
      </SyncPart>
      {status.keychain === 'weak' && (
        <div className="mb-4">
          <Notice tone="warning" title={t('sync.weakTitle')}>
            <p className="mb-2">{t('sync.weakText')}</p>
            <SwitchRow
              name={t('sync.weakConsent')}
              checked={draft.weakKeychainConsent}
              onChange={(weakKeychainConsent) => change({ weakKeychainConsent })}
            />
          </Notice>
        </div>
      )}
      {failed !== null && (
        <div className="mb-4">
          <Notice role="alert" tone="danger" title={failed.title}>
            {failed.detail ?? failed.advice}
          </Notice>
        </div>
      )}
      <div className="mb-8 flex justify-end">
        <Button type="submit" weight="primary" disabled={save.isPending}>
          {t('sync.save')}
        </Button>
      </div>
    </form>
  );
}
