// The tags of the picture shown, changed where they stand, with those in use offered while typing.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryPicture } from '../../../shared/domain/image.ts';
import { useKnownTags } from '../../data/collections.ts';
import { useSetTags } from '../../data/tags.ts';
import { TagField } from '../../ui/tag-field.tsx';

export function PictureTags({ item: { image, tags } }: { readonly item: LibraryPicture }) {
  const { t } = useTranslation();
  const setTags = useSetTags(image.id);
  const [typed, setTyped] = useState<string | null>(null);
  const { data } = useKnownTags(typed);

  return (
    <div className="border-t border-line px-4 py-3">
      <TagField
        label={t('library.choice.tags')}
        tags={tags}
        suggestions={data?.tags.map(({ value }) => value) ?? []}
        onType={setTyped}
        onChange={setTags}
        removeLabel={(tag) => t('library.tagging.takeAway', { tag })}
      />
    </div>
  );
}
