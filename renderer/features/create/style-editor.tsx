// A style of one's own, made from the words in the form or edited.

import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallInput } from '../../../shared/contract/index.ts';
import { styleNameMaxLength } from '../../../shared/domain/style.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { controlLook, Field } from '../../ui/field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

export type StyleDraft = CallInput<'styles.put'>;

interface StyleEditorProps {
  readonly draft: StyleDraft;
  onSave(draft: StyleDraft): Promise<boolean>;
  readonly onClose: () => void;
}

const areaLook = classNames(controlLook, 'min-h-16 py-[7px]');

export function StyleEditor({ draft, onSave, onClose }: StyleEditorProps) {
  const { t } = useTranslation();
  const [style, setStyle] = useState(draft);
  const [tried, setTried] = useState(false);
  const titleId = useId();
  const unnamed = style.name.trim() === '';
  const wordless = style.prompt.trim() === '' && style.negativePrompt.trim() === '';

  async function save(): Promise<void> {
    setTried(true);
    if (!unnamed && !wordless && (await onSave(style))) onClose();
  }

  return (
    <form
      aria-labelledby={titleId}
      className="flex flex-col gap-3 rounded-card border border-line bg-soft p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h3 id={titleId} className="font-medium">
        {t(draft.id === undefined ? 'styles.newTitle' : 'styles.editTitle')}
      </h3>
      <Field label={t('styles.name')} error={tried && unnamed ? t('styles.nameMissing') : undefined}>
        {(control) => (
          <TextField
            {...control}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the editor was opened to write in it
            autoFocus
            maxLength={styleNameMaxLength}
            value={style.name}
            onChange={(event) => setStyle({ ...style, name: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t('create.prompt')}
        hint={t('styles.promptHint')}
        error={tried && wordless ? t('styles.wordsMissing') : undefined}
      >
        {(control) => (
          <TextArea
            {...control}
            maxRows={5}
            className={areaLook}
            value={style.prompt}
            onChange={(event) => setStyle({ ...style, prompt: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('create.negativePrompt')}>
        {(control) => (
          <TextArea
            {...control}
            maxRows={5}
            className={areaLook}
            value={style.negativePrompt}
            onChange={(event) => setStyle({ ...style, negativePrompt: event.target.value })}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button weight="quiet" onClick={onClose}>
          {t('styles.cancel')}
        </Button>
        <Button weight="primary" type="submit">
          {t('styles.save')}
        </Button>
      </div>
    </form>
  );
}
