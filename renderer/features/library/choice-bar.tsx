// The bar over the foot of the window while pictures are chosen: how many, and what can be done with them.

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../i18n/format.ts';
import { useToasts } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import type { Choice } from './picture-list.tsx';

interface ChoiceBarProps {
  readonly choice: Choice;
  /** How many pictures are done while something is being done to them; null otherwise. */
  readonly done: number | null;
  readonly children: ReactNode;
}

export function ChoiceBar({ choice, done, children }: ChoiceBarProps) {
  const { t, i18n } = useTranslation();
  const { count, total, selection } = choice;
  // They stand at the same edge, and what the bar did is told there.
  const toasts = useToasts(({ shown }) => shown.length);
  const number = (value: number) => formatNumber(value, i18n.language);

  return (
    <section
      aria-label={t('library.choice.name')}
      className={classNames(
        toasts > 0 ? 'bottom-20' : 'bottom-4',
        'sticky z-30 mx-auto mt-4 flex w-fit max-w-full animate-rise flex-wrap items-center gap-2 rounded-card border border-line bg-raised py-2 pr-2 pl-4 shadow-float',
      )}
    >
      <p role="status" className="tabular mr-1 whitespace-nowrap">
        {done === null
          ? t('library.choice.count', { count, total: number(count) })
          : t('library.choice.working', { done: number(done), total: number(count) })}
      </p>
      {selection.kind === 'some' && count < total && (
        <Button size="small" weight="quiet" disabled={done !== null} onClick={choice.chooseAll}>
          {t('library.choice.all', { total: number(total) })}
        </Button>
      )}
      {done === null && children}
      <IconButton
        size="small"
        label={t('library.choice.clear')}
        keys={t('keys.escape')}
        icon={<X />}
        disabled={done !== null}
        onClick={choice.clear}
      />
    </section>
  );
}
