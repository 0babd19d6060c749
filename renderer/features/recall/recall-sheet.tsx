// The sheet over the window: what a dropped picture says of how it was made, each part of it ready to be taken over.

import { CornerDownLeft, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelId } from '../../../shared/domain/ids.ts';
import type { RecalledPicture } from '../../../shared/domain/recalled.ts';
import { useModels } from '../../data/queries.ts';
import { useCreateForm } from '../../state/create-form.ts';
import { goTo } from '../../state/screen.ts';
import { useToasts } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { allValues, type RecalledRow, rowsOf } from './recalled-form.ts';

interface RecallSheetProps {
  readonly picture: RecalledPicture;
  readonly onClose: () => void;
}

export function RecallSheet({ picture, onClose }: RecallSheetProps) {
  const { t } = useTranslation();
  const { recalled, models } = picture;
  const installed = useModels().data?.models;
  const [chosen, setChosen] = useState<ModelId | null>(models[0]?.id ?? null);
  const { change, askFocus } = useCreateForm();
  const show = useToasts((toasts) => toasts.show);
  const rows = rowsOf(picture, installed?.find(({ id }) => id === chosen) ?? null);
  const tool = recalled.tool === null ? null : t(`recall.tools.${recalled.tool}`);

  function use({ name, values }: RecalledRow): void {
    if (values === null) return;
    const { prompt } = useCreateForm.getState().values;
    change(name === 'loras' ? { prompt: `${prompt} ${values.prompt}`.trim() } : values);
    show({ tone: 'neutral', text: t('viewer.used', { name: t(`recall.fields.${name}`) }) });
  }

  if (tool === null) {
    return (
      <Dialog title={t('recall.nothingTitle')} onClose={onClose}>
        <p className="text-muted">{t('recall.nothing')}</p>
        <div className="mt-4 flex justify-end">
          <Button onClick={onClose}>{t('viewer.close')}</Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={t('recall.title', { tool })} onClose={onClose}>
      <div className="flex max-h-[70dvh] flex-col gap-3">
        {recalled.warnings.length > 0 && (
          <Notice tone="warning">
            <ul>
              {recalled.warnings.map((warning) => (
                <li key={warning}>{t(`recall.warnings.${warning}`)}</li>
              ))}
            </ul>
          </Notice>
        )}
        {/* Long texts make it scroll, and what scrolls must be reachable by keyboard. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <div tabIndex={0} role="region" aria-label={t('recall.settings')} className="min-h-0 flex-1 overflow-y-auto">
          <dl>
            {rows.map((row) => (
              <div key={row.name} className="flex items-start gap-3 py-1">
                <dt className="w-28 shrink-0 py-1 text-small text-faint">{t(`recall.fields.${row.name}`)}</dt>
                <dd className="flex min-w-0 flex-1 items-start gap-2">
                  <span className="tabular min-w-0 flex-1 py-0.5 [overflow-wrap:anywhere] select-text">
                    {row.words}
                    {row.confidence !== 'certain' && (
                      <span className="block text-small text-faint" title={row.from}>
                        {t(`recall.confidence.${row.confidence}`)}
                      </span>
                    )}
                    {row.values === null && <span className="block text-small text-faint">{t('recall.noPlace')}</span>}
                  </span>
                  {row.values !== null && (
                    <IconButton
                      size="small"
                      className="text-faint"
                      label={t('viewer.use', { name: t(`recall.fields.${row.name}`) })}
                      icon={<CornerDownLeft />}
                      onClick={() => use(row)}
                    />
                  )}
                </dd>
              </div>
            ))}
          </dl>
          {recalled.others.length > 0 && (
            <details className="mt-2 text-small">
              <summary className="cursor-pointer py-1 text-muted">
                {t('recall.others', { count: recalled.others.length })}
              </summary>
              <dl className="flex flex-col gap-1 select-text">
                {recalled.others.map(({ key, value }, place) => (
                  // Keys may come twice, and nothing in the list ever moves.
                  <div key={`${key} ${place}`} className="flex gap-2">
                    <dt className="w-40 shrink-0 truncate text-faint">{key}</dt>
                    <dd className="min-w-0 [overflow-wrap:anywhere]">{value.slice(0, 500)}</dd>
                  </div>
                ))}
              </dl>
            </details>
          )}
        </div>
        {models.length > 0 && (
          <label className="flex flex-col gap-1">
            <span className="text-small text-faint">{t(`recall.models.${models[0]?.by ?? 'default'}`)}</span>
            <Select<ModelId>
              value={chosen ?? (models[0]?.id as ModelId)}
              options={(installed ?? [])
                .filter(({ problem }) => problem === null)
                .map(({ id, manifest }) => ({ value: id, label: manifest.name }))}
              onPick={setChosen}
            />
          </label>
        )}
        <div className="flex justify-end gap-2">
          <Button weight="quiet" onClick={onClose}>
            {t('viewer.close')}
          </Button>
          <Button
            weight="primary"
            icon={<SlidersHorizontal />}
            onClick={() => {
              change(allValues(rows));
              onClose();
              goTo('create');
              askFocus();
            }}
          >
            {t('viewer.useAll')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
