// Adds something of this machine by its path: typed, or chosen where there is a desktop to choose it on.

import { useMutation } from '@tanstack/react-query';
import { FolderOpen, Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFailureToast } from '../../data/job-actions.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface AddByPathProps {
  readonly label: string;
  readonly hint?: string;
  readonly placeholder: string;
  /** Whether a folder is meant; only folders can be chosen. */
  readonly takesFolder?: boolean;
  add(path: string): Promise<unknown>;
}

export function AddByPath({ label, hint, placeholder, takesFolder = false, add }: AddByPathProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const fail = useFailureToast();
  const sentence = useErrorSentence();
  const [path, setPath] = useState('');
  const adding = useMutation({ mutationFn: () => add(path.trim()), onSuccess: () => setPath('') });
  const failed = adding.error === null ? null : sentence(adding.error);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (path.trim() !== '') adding.mutate();
  }

  function change(next: string): void {
    setPath(next);
    adding.reset();
  }

  async function choose(): Promise<void> {
    const { folder } = await bridge.call('models.chooseFolder', {});
    if (folder !== null) change(folder);
  }

  return (
    <form onSubmit={submit}>
      <Field label={label} {...(hint === undefined ? {} : { hint })}>
        {(control) => (
          <div className="flex flex-wrap gap-2">
            <TextField
              {...control}
              className="min-w-60 flex-1"
              value={path}
              placeholder={placeholder}
              onChange={(event) => change(event.target.value)}
            />
            {takesFolder && bridge.platform !== null && (
              <Button icon={<FolderOpen />} onClick={() => void choose().catch(fail)}>
                {t('models.choose')}
              </Button>
            )}
            <Button type="submit" icon={<Plus />} disabled={path.trim() === '' || adding.isPending}>
              {adding.isPending ? t('models.adding') : t('models.add')}
            </Button>
          </div>
        )}
      </Field>
      {failed !== null && (
        <div className="mt-3">
          <Notice role="alert" tone="danger" title={failed.title}>
            {failed.advice}
            {failed.detail !== null && <p className="mt-1 text-small">{failed.detail}</p>}
          </Notice>
        </div>
      )}
    </form>
  );
}
