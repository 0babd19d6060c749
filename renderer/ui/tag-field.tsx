// A line that takes words one by one: each is kept as a chip by Enter or a comma, with known ones offered while typing.

import { X } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { controlLook } from './field.tsx';
import { classNames } from './class-names.ts';

/** As many characters as a tag may have. */
const longest = 60;

interface TagFieldProps {
  readonly label: string;
  readonly tags: readonly string[];
  /** For what is being typed; those chosen already are left out. */
  readonly suggestions: readonly string[];
  readonly onType: (typed: string) => void;
  readonly onChange: (tags: readonly string[]) => void;
  readonly removeLabel: (tag: string) => string;
}

export function TagField({ label, tags, suggestions, onType, onChange, removeLabel }: TagFieldProps) {
  const [typed, setTyped] = useState('');
  const [focused, setFocused] = useState(false);
  const [marked, setMarked] = useState(-1);
  const id = useId();
  const offered = focused ? suggestions.filter((tag) => !tags.includes(tag) && tag.startsWith(plain(typed))) : [];

  function type(text: string): void {
    setTyped(text);
    setMarked(-1);
    onType(plain(text));
  }

  function keep(text: string): void {
    const tag = plain(text);
    if (tag !== '' && !tags.includes(tag)) onChange([...tags, tag]);
    type('');
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const by = event.key === 'ArrowDown' ? 1 : -1;
      setMarked((now) => Math.min(offered.length - 1, Math.max(-1, now + by)));
    } else if ((event.key === 'Enter' && (typed.trim() !== '' || marked >= 0)) || event.key === ',') {
      keep(offered[marked] ?? typed);
    } else if (event.key === 'Backspace' && typed === '') {
      onChange(tags.slice(0, -1));
    } else {
      return;
    }
    event.preventDefault();
  }

  return (
    <div>
      <label htmlFor={`${id}-input`} className="mb-1 block text-small text-muted">
        {label}
      </label>
      <div className={classNames(controlLook, 'flex h-auto min-h-9 w-full flex-wrap items-center gap-1 py-1')}>
        {tags.map((tag) => (
          <span
            key={tag}
            className="inline-flex h-6 max-w-full items-center gap-1 rounded-md bg-soft pl-2 text-small text-ink"
          >
            <span className="truncate">{tag}</span>
            <button
              type="button"
              aria-label={removeLabel(tag)}
              onClick={() => onChange(tags.filter((other) => other !== tag))}
              className="inline-flex size-6 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </span>
        ))}
        <input
          id={`${id}-input`}
          role="combobox"
          aria-expanded={offered.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={marked >= 0 ? `${id}-${marked}` : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={longest}
          value={typed}
          onFocus={() => {
            setFocused(true);
            onType(plain(typed));
          }}
          onBlur={() => {
            setFocused(false);
            // What was typed and not yet kept would be lost without a word.
            keep(typed);
          }}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKey}
          className="h-6 min-w-24 flex-1 bg-transparent outline-none"
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={label} className="mt-1 flex flex-wrap gap-1 empty:hidden">
        {offered.map((tag, index) => (
          // The line keeps the focus and the arrows walk the offers, so an offer hears the pointer alone.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={tag}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === marked}
            // Before the line loses the focus, which would keep what is typed so far.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => keep(tag)}
            className={classNames(
              'inline-flex h-6 cursor-pointer items-center rounded-md border px-2 text-small',
              index === marked ? 'border-transparent bg-accent-quiet text-accent' : 'border-line text-muted',
            )}
          >
            {tag}
          </div>
        ))}
      </div>
    </div>
  );
}

/** As tags are kept: in lower case, without what would end them in a search. */
function plain(text: string): string {
  return text
    .replaceAll(/["\p{Cc}]/gu, '')
    .trim()
    .toLowerCase();
}
