// How chosen pictures leave the library: format, size, what they say of themselves, and what their files are called.

import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultQuality, exportFormats, metadataPolicies, nameParts } from '../../../shared/domain/export.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useStartExport } from '../../data/exports.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { formatNumber } from '../../i18n/format.ts';
import { useExporting } from '../../state/exporting.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Slider } from '../../ui/slider.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { type ExportFault, resolveExportForm } from './export-form.ts';

const formatNames = { png: 'PNG', jpeg: 'JPEG', webp: 'WebP', avif: 'AVIF' } as const;

export function ExportDialog() {
  const { t, i18n } = useTranslation();
  const sentence = useErrorSentence();
  const onDesktop = useBridge().platform !== null;
  const { chosen, form, change, follow, close } = useExporting();
  const start = useStartExport();
  const markId = useId();
  const resolved = resolveExportForm(form);
  const faults = 'faults' in resolved ? resolved.faults : [];

  function faultOf(field: ExportFault['field']): string | undefined {
    const fault = faults.find((found) => found.field === field);
    if (fault === undefined) return undefined;
    if (fault.code === 'outOfRange') return t('export.faults.outOfRange', { min: fault.min, max: fault.max });
    return fault.code === 'empty' ? t('export.faults.empty') : t('export.faults.unknownPart', { part: fault.part });
  }

  function submit(): void {
    if (chosen === null || 'faults' in resolved) return;
    start.mutate(
      { ...resolved, selection: chosen.selection },
      {
        onSuccess: (started) => {
          if (started === null) return;
          follow(started.id);
          close();
        },
      },
    );
  }

  if (chosen === null) return null;
  return (
    <Dialog
      title={t('export.title', { count: chosen.total, total: formatNumber(chosen.total, i18n.language) })}
      onClose={close}
    >
      <form
        className="mt-4 flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Row label={t('export.format')}>
          <Segmented
            label={t('export.format')}
            value={form.format}
            segments={exportFormats.map((value) => ({ value, label: formatNames[value] }))}
            onPick={(format) => change({ format })}
          />
        </Row>
        {form.format !== 'png' && (
          <Field label={t('export.quality')} error={faultOf('quality')}>
            {(control) => (
              <Slider
                {...control}
                label={t('export.quality')}
                value={form.quality}
                fallback={defaultQuality}
                min={1}
                max={100}
                step={1}
                onType={(quality) => change({ quality })}
              />
            )}
          </Field>
        )}
        <Field label={t('export.longestSide')} hint={t('export.longestSideHint')} error={faultOf('longestSide')}>
          {(control) => (
            <NumberField
              {...control}
              value={form.longestSide}
              placeholder={t('export.asItIs')}
              onType={(longestSide) => change({ longestSide })}
            />
          )}
        </Field>
        <div className="flex flex-col gap-1.5">
          <Row label={t('export.metadata')}>
            <Segmented
              label={t('export.metadata')}
              value={form.metadata}
              segments={metadataPolicies.map((value) => ({ value, label: t(`export.policies.${value}`) }))}
              onPick={(metadata) => change({ metadata })}
            />
          </Row>
          <p className="text-small text-faint">{t(`export.policyHints.${form.metadata}`)}</p>
        </div>
        <div className="flex items-start justify-between gap-4">
          <div>
            <p id={markId}>{t('export.aiMark')}</p>
            <p className="mt-0.5 text-small text-faint">{t('export.aiMarkHint')}</p>
          </div>
          <Toggle aria-labelledby={markId} checked={form.aiMark} onChange={(aiMark) => change({ aiMark })} />
        </div>
        <Field
          label={t('export.names')}
          hint={t('export.namesHint', { parts: nameParts.map((part) => `{${part}}`).join(' ') })}
          error={faultOf('names')}
        >
          {(control) => (
            <TextField
              {...control}
              maxLength={200}
              value={form.names}
              onChange={(event) => change({ names: event.target.value })}
            />
          )}
        </Field>
        {start.isError && (
          <Notice role="alert" tone="danger" title={sentence(start.error).title}>
            {sentence(start.error).advice}
          </Notice>
        )}
        <div className="mt-2 flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{t('export.dismiss')}</Button>
          <Button type="submit" weight="primary" disabled={faults.length > 0 || start.isPending}>
            {onDesktop ? t('export.chooseFolder') : t('export.download')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
      <span aria-hidden className="text-small font-medium text-muted">
        {label}
      </span>
      {children}
    </div>
  );
}
