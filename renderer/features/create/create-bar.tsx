// The prompt bar: words, shape, style and model, and behind one button everything else.

import { Settings2, Sparkles } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { StyleId } from '../../../shared/domain/ids.ts';
import type { Model } from '../../../shared/domain/model.ts';
import { chosenModel, useModels, useStyles } from '../../data/queries.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { type CreateValues, useCreateForm } from '../../state/create-form.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { AdvancedDrawer } from './advanced-drawer.tsx';
import { AspectPicker } from './aspect-picker.tsx';
import { type FormField, resolveForm } from './resolve-form.ts';
import { StartPictureButton, StartPictureStrip, useTakenPictures } from './start-picture.tsx';
import { useEnqueue } from './use-enqueue.ts';

const isMac = /mac/i.test(navigator.platform);

export function CreateBar() {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { data: models } = useModels();
  const { data: styles } = useStyles();
  const { values, advancedOpen, focusAsked, change, setAdvancedOpen, resetSettings } = useCreateForm();
  const { faults, failure, refusal, pending, ready, enqueue, forget } = useEnqueue();
  const promptBox = useRef<HTMLTextAreaElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const hovers = useTakenPictures(form);
  const model = chosenModel(models, values.model);

  useEffect(() => {
    promptBox.current?.focus();
  }, [focusAsked]);

  function edit(changed: Partial<CreateValues>): void {
    change(changed);
    forget(Object.keys(changed));
  }

  function faultOf(field: FormField): string | undefined {
    const fault = faults[field];
    if (fault !== undefined) return t(`create.faults.${fault.kind}`, fault.values);
    return refusal?.field === field ? refusal.message : undefined;
  }

  function submit(): void {
    const found = enqueue();
    // A fault in a closed drawer would be invisible; a drawer that opens by itself shows where to look.
    if (Object.keys(found).some((field) => field !== 'prompt')) setAdvancedOpen(true);
    promptBox.current?.focus();
  }

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return;
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      submit();
    }
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  });

  const promptFault = faultOf('prompt');
  // Said at once, not only when it is sent: which model can do it is a matter of one press.
  const startWords = (of: Model) => {
    const resolution = resolveForm(values, of);
    return resolution.ok ? undefined : resolution.faults.start;
  };
  const found = model === null ? undefined : startWords(model);
  const startFault = found === undefined ? undefined : t(`create.faults.${found.kind}`, found.values);
  const ableModels =
    found === undefined
      ? []
      : (models?.models ?? []).filter((other) => other.problem === null && startWords(other) === undefined);
  const failed = failure === null || failure === undefined ? null : sentence(failure);

  return (
    <form
      ref={form}
      aria-label={t('create.form')}
      className="relative rounded-card border border-line bg-surface shadow-card transition-colors has-[textarea:focus-visible]:border-accent"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextArea
        ref={promptBox}
        aria-label={t('create.prompt')}
        aria-invalid={promptFault !== undefined}
        aria-describedby={promptFault === undefined ? undefined : 'prompt-fault'}
        value={values.prompt}
        maxRows={6}
        placeholder={t('create.placeholder')}
        onChange={(event) => edit({ prompt: event.target.value })}
        className="rounded-t-card bg-transparent px-4 pt-4 pb-3 text-lead text-ink outline-none"
      />
      {promptFault !== undefined && (
        <p id="prompt-fault" className="px-4 pb-2 text-small text-danger">
          {promptFault}
        </p>
      )}

      {values.start !== null && (
        <StartPictureStrip
          start={values.start}
          strength={values.startStrength}
          ableModels={ableModels}
          faultOf={(field) => faultOf(field) ?? (field === 'start' ? startFault : undefined)}
          onChange={edit}
        />
      )}

      <div className="flex flex-wrap items-center gap-2 px-3 pb-3">
        {model === null ? (
          <Skeleton className="h-9 w-72" />
        ) : (
          <AspectPicker
            sizes={model.manifest.capabilities.sizes}
            value={
              values.width === '' && values.height === ''
                ? ((
                    model.manifest.capabilities.sizes.find((size) => size.aspect === values.aspect) ??
                    model.manifest.capabilities.sizes[0]
                  )?.aspect ?? null)
                : null
            }
            onPick={(aspect) => edit({ aspect, width: '', height: '' })}
          />
        )}
        <StartPictureButton />
        <Select<StyleId | ''>
          aria-label={t('create.style')}
          className="w-32 lg:w-36"
          value={styles?.styles.some((style) => style.id === values.style) ? (values.style ?? '') : ''}
          options={[
            { value: '', label: t('create.noStyle') },
            ...(styles?.styles ?? []).map((style) => ({ value: style.id, label: style.name })),
          ]}
          onPick={(style) => edit({ style: style === '' ? null : style })}
        />
        <Select
          aria-label={t('create.model')}
          className="w-36 lg:w-44"
          value={model?.id ?? ''}
          options={(models?.models ?? []).map((offered) => ({
            value: offered.id,
            label: offered.manifest.name,
            disabled: offered.problem !== null,
          }))}
          onPick={(id) => edit({ model: (models?.models.find((offered) => offered.id === id) ?? null)?.id ?? null })}
        />
        <Button
          weight="quiet"
          className="max-lg:px-2.5"
          icon={<Settings2 />}
          aria-expanded={advancedOpen}
          aria-controls="advanced"
          onClick={() => setAdvancedOpen(!advancedOpen)}
        >
          <span className="max-lg:sr-only">{t('create.advanced')}</span>
        </Button>
        <div className="ml-auto">
          <Tooltip text={t('create.enqueueHint')} keys={isMac ? '⌘ ↵' : `${t('keys.control')} ↵`}>
            <Button type="submit" weight="primary" icon={<Sparkles />} disabled={!ready} aria-busy={pending}>
              {t('create.enqueue')}
            </Button>
          </Tooltip>
        </div>
      </div>

      {failed !== null && (
        <div className="px-3 pb-3">
          <Notice role="alert" tone="danger" title={failed.title}>
            {failed.advice}
            {failed.detail !== null && <p className="mt-1 text-small text-faint">{failed.detail}</p>}
          </Notice>
        </div>
      )}

      {hovers && (
        <p className="pointer-events-none absolute inset-0 z-10 flex items-center justify-center rounded-card border-2 border-dashed border-accent bg-surface/90 text-lead font-medium text-accent">
          {t('start.drop')}
        </p>
      )}

      <div id="advanced">
        {advancedOpen && model !== null && (
          <AdvancedDrawer values={values} model={model} faultOf={faultOf} onChange={edit} onReset={resetSettings} />
        )}
      </div>
    </form>
  );
}
