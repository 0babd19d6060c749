// The prompts that were drawn, to be searched and taken up again.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePromptHistory, useRested } from '../../data/prompts.ts';
import type { CreateValues } from '../../state/create-form.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface PromptHistoryProps {
  readonly onPick: (words: Pick<CreateValues, 'prompt' | 'negativePrompt'>) => void;
  readonly onClose: () => void;
}

export function PromptHistory({ onPick, onClose }: PromptHistoryProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const { data } = usePromptHistory(useRested(search), { ready: true });
  return (
    <Dialog wide title={t('history.title')} onClose={onClose}>
      <div className="flex max-h-[70dvh] flex-col gap-3">
        <TextField
          type="search"
          aria-label={t('history.search')}
          placeholder={t('history.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <ul className="min-h-0 flex-1 overflow-y-auto">
          {data?.prompts.map((words) => (
            <li key={`${words.prompt}\n${words.negativePrompt}`}>
              <button
                type="button"
                onClick={() => {
                  onPick(words);
                  onClose();
                }}
                className="w-full rounded-control px-2 py-1.5 text-left transition-colors hover:bg-hover focus-visible:-outline-offset-2"
              >
                <span className="line-clamp-2 [overflow-wrap:anywhere]">{words.prompt}</span>
                {words.negativePrompt !== '' && (
                  <span className="line-clamp-1 text-small text-faint">
                    {t('history.without', { words: words.negativePrompt })}
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
        {data?.prompts.length === 0 && (
          <p className="py-6 text-center text-muted">{t(search === '' ? 'history.empty' : 'history.nothing')}</p>
        )}
      </div>
    </Dialog>
  );
}
