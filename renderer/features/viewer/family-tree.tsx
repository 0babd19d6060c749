// The family of a picture as a tree: one stop of the tab key, arrows within, Enter shows a member.

import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import { thumbnailAddress } from '../../bridge/image-address.ts';
import { useFamily } from '../../data/lineage.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { classNames } from '../../ui/class-names.ts';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { inReadingOrder, type PlacedMember, placeAfterKey } from './family-order.ts';
import { useMakingWords } from './making-words.ts';

/** A tree deeper than this goes on straight down: the panel is narrow. */
const deepestIndent = 7;
const indentPx = 14;

interface FamilyTreeProps {
  readonly image: ImageId;
  readonly onOpen: (image: ImageId) => void;
}

export function FamilyTree({ image, onOpen }: FamilyTreeProps) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { data: family, error } = useFamily(image);
  if (error !== null && family === undefined) {
    return (
      <Notice role="alert" tone="danger" title={sentence(error).title}>
        {sentence(error).advice}
      </Notice>
    );
  }
  if (family === undefined) return <Skeleton className="h-24 w-full rounded-control" />;
  const members = inReadingOrder(family);
  const [eldest] = members;
  return (
    <div className="flex flex-col gap-2">
      {eldest !== undefined && eldest.image.parent !== null && (
        <p className="text-small text-faint">{t('lineage.parentGone')}</p>
      )}
      <Members key={family.eldest} members={members} shown={image} onOpen={onOpen} />
      {members.length === 1 && <p className="text-small text-faint">{t('lineage.alone')}</p>}
      {family.left > 0 && <p className="text-small text-faint">{t('lineage.left', { count: family.left })}</p>}
    </div>
  );
}

interface MembersProps {
  readonly members: readonly PlacedMember[];
  readonly shown: ImageId;
  readonly onOpen: (image: ImageId) => void;
}

function Members({ members, shown, onOpen }: MembersProps) {
  const { t } = useTranslation();
  const wordsOf = useMakingWords();
  const [focused, setFocused] = useState<ImageId | null>(null);
  const items = useRef(new Map<ImageId, HTMLElement>());
  const current = Math.max(
    0,
    members.findIndex((member) => member.image.id === (focused ?? shown)),
  );

  function onKey(event: KeyboardEvent): void {
    const member = members[current];
    if (member === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') show(member);
    else {
      const to = placeAfterKey(event.key, current, members);
      if (to === null) return;
      items.current.get(members[to]?.image.id ?? shown)?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  function show({ image }: PlacedMember): void {
    if (image.state === 'ready') onOpen(image.id);
  }

  return (
    <div role="tree" aria-label={t('lineage.tree')} tabIndex={-1} onKeyDown={onKey} className="flex flex-col">
      {members.map((member, index) => {
        const { image, level, place, siblings, making } = member;
        const isTrashed = image.state !== 'ready';
        return (
          // The arrows and Enter are heard by the tree around it.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={image.id}
            ref={(item) => {
              if (item === null) items.current.delete(image.id);
              else items.current.set(image.id, item);
            }}
            role="treeitem"
            aria-level={level}
            aria-posinset={place}
            aria-setsize={siblings}
            aria-selected={image.id === shown}
            aria-disabled={isTrashed}
            tabIndex={index === current ? 0 : -1}
            onFocus={() => setFocused(image.id)}
            onClick={() => show(member)}
            style={{ marginInlineStart: Math.min(level - 1, deepestIndent) * indentPx }}
            className={classNames(
              'flex cursor-pointer items-center gap-2.5 rounded-control p-1.5 text-small text-muted',
              'hover:bg-hover aria-disabled:cursor-default aria-selected:bg-accent-quiet aria-selected:text-ink',
            )}
          >
            {isTrashed ? (
              <span className="size-9 shrink-0 rounded-md bg-soft" />
            ) : (
              <img
                alt=""
                src={thumbnailAddress(image.id, 64)}
                loading="lazy"
                className="size-9 shrink-0 rounded-md bg-soft object-cover"
              />
            )}
            <span className="min-w-0 flex-1">
              <span className="block">{wordsOf(making)}</span>
              <span className="tabular block text-muted">
                {isTrashed ? t('lineage.trashed') : `${image.width} × ${image.height}`}
              </span>
            </span>
          </div>
        );
      })}
    </div>
  );
}
