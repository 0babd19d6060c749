// A family in the order it is read: each picture followed by what was made of it.

import type { ImageId } from '../../../shared/domain/ids.ts';
import type { Family, FamilyMember } from '../../../shared/domain/lineage.ts';

export interface PlacedMember extends FamilyMember {
  /** The eldest stands at 1. */
  readonly level: number;
  /** Its place among the children of its parent, from 1, and how many those are. */
  readonly place: number;
  readonly siblings: number;
}

export function inReadingOrder({ eldest, members }: Pick<Family, 'eldest' | 'members'>): PlacedMember[] {
  const children = new Map<ImageId | null, FamilyMember[]>();
  for (const member of members) {
    const parent = member.image.id === eldest ? null : member.image.parent;
    children.set(parent, [...(children.get(parent) ?? []), member]);
  }
  const placed: PlacedMember[] = [];
  const seen = new Set<ImageId>();
  place(null, 1);
  return placed;

  function place(parent: ImageId | null, level: number): void {
    const siblings = children.get(parent) ?? [];
    for (const [index, member] of siblings.entries()) {
      if (seen.has(member.image.id)) continue;
      seen.add(member.image.id);
      placed.push({ ...member, level, place: index + 1, siblings: siblings.length });
      place(member.image.id, level + 1);
    }
  }
}

/** Where a key leads within the tree, as trees of the platform do; null for a key that leads nowhere. */
export function placeAfterKey(key: string, from: number, members: readonly PlacedMember[]): number | null {
  const current = members[from];
  const last = members.length - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(from + 1, last);
    case 'ArrowUp':
      return Math.max(from - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowRight':
      return members[from + 1]?.image.parent === current?.image.id ? from + 1 : from;
    case 'ArrowLeft': {
      const parent = members.findIndex(({ image }) => image.id === current?.image.parent);
      return parent === -1 ? from : parent;
    }
    default:
      return null;
  }
}
