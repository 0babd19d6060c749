// One model: its facts, its fault if it has one, and what can be done with it.

import { ShieldCheck, Trash2 } from 'lucide-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { Model } from '../../../shared/domain/model.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFailureToast } from '../../data/job-actions.ts';
import { queryKeys } from '../../data/query-keys.ts';
import { formatBytes, formatNumber } from '../../i18n/format.ts';
import { useToasts } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ModelFacts } from './model-facts.tsx';
import { ModelSets } from './model-sets.tsx';

export function ModelCard({ model, isDefault }: { readonly model: Model; readonly isDefault: boolean }) {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const fail = useFailureToast();
  const [asksRemoval, setAsksRemoval] = useState(false);
  const { manifest } = model;
  const description = useDescription(model);
  const verify = useMutation({ mutationFn: () => bridge.call('models.verify', { id: model.id }), onError: fail });

  return (
    <li className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4 shadow-card">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-2">
            <h2 className="text-lead font-semibold">{manifest.name}</h2>
            {isDefault && (
              <span className="rounded-md bg-accent-quiet px-2 py-0.5 text-small text-accent">
                {t('models.default')}
              </span>
            )}
          </div>
          {description !== '' && <p className="mt-1 text-muted">{description}</p>}
        </div>
        <div className="flex gap-1">
          {model.origin !== 'mock' && (
            <Button
              size="small"
              weight="quiet"
              icon={<ShieldCheck />}
              disabled={verify.isPending}
              onClick={() => verify.mutate()}
            >
              {verify.isPending ? t('models.verifying') : t('models.verify')}
            </Button>
          )}
          {model.origin === 'user' && (
            <Button size="small" weight="quiet" icon={<Trash2 />} onClick={() => setAsksRemoval(true)}>
              {t('models.remove')}
            </Button>
          )}
        </div>
      </div>
      <div className="flex flex-wrap gap-1.5">
        <Chip>{t(`models.families.${manifest.family}`)}</Chip>
        <Chip>{t(`models.origins.${model.origin}`)}</Chip>
        {manifest.sizeBytes > 0 && <Chip>{formatBytes(manifest.sizeBytes, i18n.language)}</Chip>}
        <Chip>{licenceOf(model) ?? t('models.noLicence')}</Chip>
        <Chip>{t('models.sides', { min: manifest.capabilities.sideMin, max: manifest.capabilities.sideMax })}</Chip>
      </div>
      {model.origin === 'user' && (
        <p className="truncate font-mono text-small text-faint" title={model.folder}>
          {model.folder}
        </p>
      )}
      <ModelFacts model={model} />
      {manifest.sets.length > 0 && <ModelSets model={model} />}
      {model.problem !== null && (
        <Notice tone="danger" title={t('models.problem')}>
          {model.problem}
        </Notice>
      )}
      {verify.data !== undefined && <VerifyResult result={verify.data} />}
      {asksRemoval && <RemoveDialog model={model} onClose={() => setAsksRemoval(false)} />}
    </li>
  );
}

/** What ships with the studio speaks the person's language; a model of theirs says what its folder says. */
function useDescription({ id, origin, manifest }: Model): string {
  const { t, i18n } = useTranslation();
  const sentence = `models.embedded.${id}`;
  if (origin !== 'embedded' || !isSentence(sentence, i18n.exists)) return manifest.description;
  const drawings = manifest.sets.reduce((sum, set) => sum + set.drawings, 0);
  return t(sentence, { drawings: formatNumber(drawings, i18n.language) });
}

type EmbeddedSentence = `models.embedded.${'sticker-mini'}`;

function isSentence(key: string, exists: (key: string) => boolean): key is EmbeddedSentence {
  return exists(key);
}

/** Licences by name are the same in every language. */
function licenceOf({ manifest }: Model): string | null {
  const licences = new Set(manifest.sets.map((set) => set.licence));
  return licences.size === 0 ? manifest.licence : [...licences].sort().join(' · ');
}

function VerifyResult({ result }: { readonly result: CallOutput<'models.verify'> }) {
  const { t } = useTranslation();
  const wrong = result.files.filter((file) => file.state !== 'same' && file.state !== 'recorded');
  if (wrong.length === 0) {
    return (
      <Notice tone="neutral" role="status" title={t('models.verified', { count: result.files.length })}>
        {t('models.verifiedText')}
      </Notice>
    );
  }
  return (
    <Notice tone="danger" role="alert" title={t('models.differs', { count: wrong.length })}>
      <ul>
        {wrong.map((file) => (
          <li key={file.path}>
            <span className="font-mono text-small">{file.path}</span> · {t(`models.fileStates.${file.state}`)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function RemoveDialog({ model, onClose }: { readonly model: Model; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const cache = useQueryClient();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);
  const remove = useMutation({
    mutationFn: () => bridge.call('models.remove', { id: model.id }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: queryKeys.models });
      const undo = () => void bridge.call('models.add', { folder: model.folder, id: model.id }).catch(fail);
      show({
        tone: 'neutral',
        text: t('models.removed', { name: model.manifest.name }),
        action: { label: t('extras.undo'), run: undo },
      });
    },
    onError: fail,
    onSettled: onClose,
  });
  return (
    <Dialog title={t('models.removeTitle', { name: model.manifest.name })} onClose={onClose}>
      <p className="text-muted">{t('models.removeText')}</p>
      <div className="mt-6 flex justify-end gap-2">
        <Button onClick={onClose}>{t('models.keep')}</Button>
        <Button weight="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
          {t('models.remove')}
        </Button>
      </div>
    </Dialog>
  );
}
