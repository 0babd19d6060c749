// The prompt bar: words, shape, style and model, and behind one button everything else.

import { Settings2, Sparkles } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenModel, useModels } from '../../data/queries.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { type CreateValues, useCreateForm } from '../../state/create-form.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { AdvancedDrawer } from './advanced-drawer.tsx';
import { AspectPicker } from './aspect-picker.tsx';
import { type FormField, resolveForm } from './resolve-form.ts';
import { StartPictureButton, StartPictureStrip, useTakenPictures } from './start-picture.tsx';
import { FormTools } from './form-tools.tsx';
import { PreflightLine } from './preflight-line.tsx';
import { PromptBox } from './prompt-box.tsx';
import { PromptFacts, TokenCount } from './prompt-facts.tsx';
import { PromptHistory } from './prompt-history.tsx';
import { StyleButton, StyleDialog, useChosenStyles } from './style-picker.tsx';
import { useEnqueue } from './use-enqueue.ts';

/** What stands outside the drawer. */
const fieldsInSight: ReadonlySet<string> = new Set<FormField>(['prompt', 'start', 'startStrength']);
const isMac = /mac/i.test(navigator.platform);

export function CreateBar() {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { data: models } = useModels();
  const { values, advancedOpen, focusAsked, change, setAdvancedOpen, resetSettings } = useCreateForm();
  const { faults, failure, refusal, pending, ready, enqueue, forget } = useEnqueue();
  const promptBox = useRef<HTMLTextAreaElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const hovers = useTakenPictures(form);
  const chosenStyles = useChosenStyles(values);
  const [open, setOpen] = useState<'styles' | 'history' | null>(null);
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
    if (Object.keys(found).some((field) => !fieldsInSight.has(field))) setAdvancedOpen(true);
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

  // What it would take does not depend on the words.
  const foreseen = model === null ? null : resolveForm({ ...values, prompt: 'any', negativePrompt: '' }, model);
  const failed = failure === null || failure === undefined ? null : sentence(failure);

  return (
    <>
      <form
        ref={form}
        aria-label={t('create.form')}
        className="relative rounded-card border border-line bg-surface shadow-card transition-colors has-[textarea:focus-visible]:border-accent"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="flex items-start">
          <PromptBox box={promptBox} words={values} fault={faultOf('prompt')} onChange={edit} />
          <FormTools onHistory={() => setOpen('history')} />
        </div>
        <PromptFacts prompt={values.prompt} negativePrompt={values.negativePrompt} model={model?.id ?? null} />

        {values.start !== null && (
          <StartPictureStrip
            start={values.start}
            values={values}
            model={model}
            models={models?.models ?? []}
            faultOf={faultOf}
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
          <StyleButton chosen={chosenStyles} onOpen={() => setOpen('styles')} />
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
        {/* Always as high, so that nothing beneath jumps when an answer comes. */}
        <div className="flex min-h-[33px] items-start justify-between gap-4 border-t border-line px-4 py-2 text-small text-muted">
          <PreflightLine recipe={foreseen?.ok === true ? foreseen.recipe : null} />
          <span className="ml-auto">
            <TokenCount prompt={values.prompt} model={model?.id ?? null} />
          </span>
        </div>
      </form>
      {open === 'styles' && <StyleDialog values={values} onChange={edit} onClose={() => setOpen(null)} />}
      {open === 'history' && <PromptHistory onPick={edit} onClose={() => setOpen(null)} />}
    </>
  );
}
