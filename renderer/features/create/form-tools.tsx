// What acts on the form as a whole: past prompts, a step back, a step forth.

import { History, Redo2, Undo2 } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreateForm } from '../../state/create-form.ts';
import { IconButton } from '../../ui/icon-button.tsx';

export function FormTools({ onHistory }: { readonly onHistory: () => void }) {
  const { t } = useTranslation();
  const { past, future, undo, redo } = useCreateForm();

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'z') return;
      // Where one types, the browser takes back letters; a dialog has steps of its own.
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea')) return;
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    }
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, [undo, redo]);

  return (
    <div role="toolbar" aria-label={t('create.tools')} className="flex shrink-0 gap-0.5 p-2">
      <IconButton size="small" label={t('history.title')} keys="Alt ↑ ↓" icon={<History />} onClick={onHistory} />
      <IconButton
        size="small"
        label={t('create.undo')}
        keys={`${t('keys.control')} Z`}
        icon={<Undo2 />}
        disabled={past.length === 0}
        onClick={undo}
      />
      <IconButton
        size="small"
        label={t('create.redo')}
        keys={`${t('keys.control')} ⇧ Z`}
        icon={<Redo2 />}
        disabled={future.length === 0}
        onClick={redo}
      />
    </div>
  );
}
