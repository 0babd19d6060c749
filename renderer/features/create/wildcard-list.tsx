// The names a wildcard being typed may become; chosen by the keys of the prompt, or by a click.

import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';

interface WildcardListProps {
  readonly id: string;
  readonly names: readonly string[];
  readonly marked: number;
  readonly optionId: (place: number) => string;
  readonly onPick: (name: string) => void;
}

export function WildcardList({ id, names, marked, optionId, onPick }: WildcardListProps) {
  const { t } = useTranslation();
  return (
    <div
      id={id}
      role="listbox"
      tabIndex={-1}
      aria-label={t('create.wildcards')}
      className="absolute top-full left-3 z-30 max-w-full min-w-56 rounded-card border border-line bg-raised p-1 shadow-float"
    >
      {names.map((name, place) => (
        // The keys are heard where one writes; the list itself never has the focus.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={name}
          id={optionId(place)}
          role="option"
          tabIndex={-1}
          aria-selected={place === marked}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(name)}
          className={classNames(
            'cursor-pointer truncate rounded-control px-2.5 py-1',
            place === marked ? 'bg-hover text-ink' : 'text-muted',
          )}
        >
          {name}
        </div>
      ))}
    </div>
  );
}
