// Where the prompt is written: with the keys for weights and past prompts, and wildcards completed while they are typed.

import { type KeyboardEvent, type RefObject, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWildcardNames } from '../../data/prompts.ts';
import type { CreateValues } from '../../state/create-form.ts';
import { TextArea } from '../../ui/text-area.tsx';
import { weighted } from './prompt-weight.ts';
import { useHistoryWalk } from './use-prompt-history.ts';
import { WildcardList } from './wildcard-list.tsx';
import { matchingNames, type TypedWildcard, typedWildcard, withWildcard } from './wildcard-typed.ts';

const weightStep = 0.1;
const namesShown = 8;

type Words = Pick<CreateValues, 'prompt' | 'negativePrompt'>;

interface PromptBoxProps {
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly words: Words;
  readonly fault: string | undefined;
  readonly onChange: (words: Partial<Words>) => void;
}

export function PromptBox({ box, words, fault, onChange }: PromptBoxProps) {
  const { t } = useTranslation();
  const id = useId();
  const walk = useHistoryWalk();
  const [typed, setTyped] = useState<TypedWildcard | null>(null);
  const [marked, setMarked] = useState(0);
  const all = useWildcardNames({ ready: typed !== null }).data?.names ?? [];
  const names = typed === null ? [] : matchingNames(all, typed.beginning, namesShown);
  const optionId = (place: number) => `${id}-${place}`;

  function readWildcard(area: HTMLTextAreaElement): void {
    setTyped(area.selectionStart === area.selectionEnd ? typedWildcard(area.value, area.selectionStart) : null);
    setMarked(0);
  }

  function complete(name: string): void {
    const area = box.current;
    if (area === null || typed === null) return;
    const text = withWildcard(area.value, { from: typed.from, at: area.selectionStart, name });
    const at = typed.from + name.length + 4;
    write(area, { text, from: at, to: at });
    setTyped(null);
  }

  function onKey(event: KeyboardEvent<HTMLTextAreaElement>): void {
    const area = event.currentTarget;
    const up = event.key === 'ArrowUp';
    const vertical = up || event.key === 'ArrowDown';
    if (vertical && event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const found = walk(words, up ? 1 : -1);
      if (found !== null) onChange({ prompt: found.prompt, negativePrompt: found.negativePrompt });
    } else if (vertical && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      const selected = { text: area.value, from: area.selectionStart, to: area.selectionEnd };
      const next = weighted(selected, up ? weightStep : -weightStep);
      if (next.text !== selected.text) write(area, next);
    } else if (names.length > 0) onListKey(event);
  }

  function onListKey(event: KeyboardEvent): void {
    const run = {
      ArrowDown: () => setMarked((marked + 1) % names.length),
      ArrowUp: () => setMarked((marked + names.length - 1) % names.length),
      Enter: () => complete(names[marked] ?? ''),
      Tab: () => complete(names[marked] ?? ''),
      Escape: () => setTyped(null),
    }[event.key];
    if (run === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    run();
  }

  return (
    <div className="relative min-w-0 flex-1">
      <TextArea
        ref={box}
        aria-label={t('create.prompt')}
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? undefined : `${id}-fault`}
        aria-autocomplete="list"
        aria-controls={names.length === 0 ? undefined : `${id}-names`}
        aria-activedescendant={names.length === 0 ? undefined : optionId(marked)}
        value={words.prompt}
        maxRows={6}
        placeholder={t('create.placeholder')}
        onChange={(event) => {
          onChange({ prompt: event.target.value });
          readWildcard(event.target);
        }}
        onKeyDown={onKey}
        onBlur={() => setTyped(null)}
        className="rounded-tl-card bg-transparent px-4 pt-4 pb-3 text-lead text-ink outline-none"
      />
      {names.length > 0 && (
        <WildcardList id={`${id}-names`} names={names} marked={marked} optionId={optionId} onPick={complete} />
      )}
      {fault !== undefined && (
        <p id={`${id}-fault`} className="px-4 pb-2 text-small text-danger">
          {fault}
        </p>
      )}
    </div>
  );
}

/**
 * As if it was typed: nothing else puts an edit among those the browser can undo, and setting the value makes it forget
 * them all. Only what differs is replaced, so that undo leads back to where one was.
 */
function write(area: HTMLTextAreaElement, { text, from, to }: { text: string; from: number; to: number }): void {
  const { value } = area;
  const shorter = Math.min(value.length, text.length);
  let start = 0;
  while (start < shorter && value[start] === text[start]) start += 1;
  let kept = 0;
  while (kept < shorter - start && value.at(-1 - kept) === text.at(-1 - kept)) kept += 1;
  area.setSelectionRange(start, value.length - kept);
  document.execCommand(
    text.length - kept > start ? 'insertText' : 'delete',
    false,
    text.slice(start, text.length - kept),
  );
  area.setSelectionRange(from, to);
}
