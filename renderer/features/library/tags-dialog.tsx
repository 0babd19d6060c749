// Asks which tags to give to the pictures chosen, and which to take from them.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKnownTags } from '../../data/collections.ts';
import { formatNumber } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TagField } from '../../ui/tag-field.tsx';

interface TagsDialogProps {
  readonly count: number;
  readonly onClose: () => void;
  readonly onDone: (marks: { readonly addTags: string[]; readonly removeTags: string[] }) => void;
}

export function TagsDialog({ count, onClose, onDone }: TagsDialogProps) {
  const { t, i18n } = useTranslation();
  const [added, setAdded] = useState<readonly string[]>([]);
  const [removed, setRemoved] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState<string | null>(null);
  const { data } = useKnownTags(typed);
  const known = data?.tags.map(({ value }) => value) ?? [];
  const fields = [
    { name: t('library.tagging.add'), tags: added, onChange: setAdded },
    { name: t('library.tagging.remove'), tags: removed, onChange: setRemoved },
  ];

  return (
    <Dialog title={t('library.tagging.title', { count, total: formatNumber(count, i18n.language) })} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (added.length + removed.length > 0) onDone({ addTags: [...added], removeTags: [...removed] });
          onClose();
        }}
      >
        {fields.map(({ name, tags, onChange }) => (
          <TagField
            key={name}
            label={name}
            tags={tags}
            suggestions={known}
            onType={setTyped}
            onChange={onChange}
            removeLabel={(tag) => t('library.tagging.takeAway', { tag })}
          />
        ))}
        <div className="mt-2 flex justify-end gap-2">
          <Button weight="quiet" onClick={onClose}>
            {t('library.tagging.cancel')}
          </Button>
          <Button weight="primary" type="submit">
            {t('library.tagging.done')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
