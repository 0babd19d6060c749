// What is added to models file by file, upscalers and LoRAs: a list, and a way to add and to forget.

import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { useToasts } from '../../state/toasts.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { AddByPath } from './add-by-path.tsx';

export interface ExtraFile {
  readonly id: string;
  readonly name: string;
  readonly facts: string;
  readonly problem: string | null;
  /** null for what is part of the app; what was removed can be added again, for its file stays where it is. */
  readonly path: string | null;
}

export function ExtraFiles(props: {
  readonly title: string;
  readonly text: string;
  readonly label: string;
  readonly items: readonly ExtraFile[];
  add(path: string, id?: string): Promise<unknown>;
  remove(id: string): Promise<unknown>;
}) {
  const { title, text, label, items, add, remove } = props;
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const show = useToasts((toasts) => toasts.show);
  async function forget(item: ExtraFile): Promise<void> {
    await remove(item.id);
    const { path: from } = item;
    if (from === null) return;
    const undo = () =>
      void add(from, item.id).catch((error: unknown) => show({ tone: 'danger', text: sentence(error).title }));
    show({
      tone: 'neutral',
      text: t('extras.removed', { name: item.name }),
      action: { label: t('extras.undo'), run: undo },
    });
  }

  return (
    <section aria-label={title} className="mt-8">
      <h2 className="text-lead font-semibold">{title}</h2>
      <p className="mt-1 mb-3 text-small text-faint">{text}</p>
      <ul aria-label={title} className="flex flex-col gap-2">
        {items.map((item) => (
          <li key={item.id} className="flex items-center gap-3 rounded-card border border-line bg-surface px-4 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="truncate text-body text-ink">{item.name}</p>
              <p className="truncate text-small text-faint">{item.problem ?? item.facts}</p>
            </div>
            {item.path !== null && (
              <IconButton
                label={t('extras.remove', { name: item.name })}
                icon={<X />}
                onClick={() =>
                  void forget(item).catch((error: unknown) => show({ tone: 'danger', text: sentence(error).title }))
                }
              />
            )}
          </li>
        ))}
      </ul>
      <div className="mt-3">
        <AddByPath label={label} placeholder={t('extras.path')} add={add} />
      </div>
    </section>
  );
}
