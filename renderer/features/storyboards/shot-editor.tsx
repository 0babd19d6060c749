// The words, length and kind of a shot in a dialog: of one that is there, or of a new one.

import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectId } from '../../../shared/domain/ids.ts';
import { promptMaxLength } from '../../../shared/domain/recipe.ts';
import {
  type Shot,
  shotDurationMax,
  shotDurationMin,
  type ShotType,
  shotTypes,
} from '../../../shared/domain/storyboard.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { controlLook, Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface ShotWords {
  readonly name: string;
  readonly prompt: string;
  readonly durationSeconds: number;
  readonly shotType: ShotType;
}

export function ShotEditor({ shot, onClose }: { readonly shot: Shot; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  return (
    <ShotForm
      title={t('storyboards.edit')}
      words={shot}
      onClose={onClose}
      onSave={(words) => bridge.call('shots.update', { id: shot.id, ...words })}
    />
  );
}

export function NewShot({ project, onClose }: { readonly project: ProjectId; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  return (
    <ShotForm
      title={t('storyboards.addShot')}
      words={{ name: '', prompt: '', durationSeconds: 3, shotType: 'medium' }}
      onClose={onClose}
      onSave={({ name, ...words }) =>
        bridge.call('shots.create', { project, ...words, ...(name.trim() === '' ? {} : { name }) })
      }
    />
  );
}

interface ShotFormProps {
  readonly title: string;
  readonly words: ShotWords;
  readonly onClose: () => void;
  onSave(words: ShotWords): Promise<unknown>;
}

function ShotForm({ title, words, onClose, onSave }: ShotFormProps) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const [name, setName] = useState(words.name);
  const [prompt, setPrompt] = useState(words.prompt);
  const [duration, setDuration] = useState(String(words.durationSeconds));
  const [shotType, setShotType] = useState<ShotType>(words.shotType);
  const [failure, setFailure] = useState<unknown>(null);
  const seconds = Number(duration.replace(',', '.'));
  const isLengthWrong = duration === '' || !(seconds >= shotDurationMin && seconds <= shotDurationMax);
  const failed = failure === null ? null : sentence(failure);

  function submit(event: FormEvent): void {
    event.preventDefault();
    onSave({ name, prompt, durationSeconds: seconds, shotType }).then(onClose, setFailure);
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t('storyboards.shotName')}>
          {(control) => (
            <TextField {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label={t('storyboards.shotPrompt')}>
          {(control) => (
            <TextArea
              {...control}
              value={prompt}
              maxLength={promptMaxLength}
              onChange={(event) => setPrompt(event.target.value)}
              // In sight before the dialog is, where the box cannot be measured yet.
              className={`${controlLook} min-h-24 py-2`}
            />
          )}
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field
            label={t('storyboards.duration')}
            error={
              isLengthWrong ? t('storyboards.durationFault', { min: shotDurationMin, max: shotDurationMax }) : undefined
            }
          >
            {(control) => <NumberField {...control} value={duration} onType={setDuration} />}
          </Field>
          <Field label={t('storyboards.type')}>
            {(control) => (
              <Select
                {...control}
                value={shotType}
                onPick={setShotType}
                options={shotTypes.map((type) => ({ value: type, label: t(`storyboards.types.${type}`) }))}
              />
            )}
          </Field>
        </div>
        {failed !== null && (
          <Notice role="alert" tone="danger" title={failed.title}>
            {failed.detail ?? failed.advice}
          </Notice>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('storyboards.cancel')}</Button>
          <Button type="submit" weight="primary" disabled={prompt.trim() === '' || isLengthWrong}>
            {t('storyboards.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
