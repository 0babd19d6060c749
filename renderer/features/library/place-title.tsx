// The head of a place within the library, with the way back.

import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { screenAddress } from '../../state/screen.ts';
import { LinkList } from '../../ui/link-list.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';

interface PlaceTitleProps {
  readonly title: string;
  readonly aside?: string;
  readonly children?: ReactNode;
}

export function PlaceTitle(props: PlaceTitleProps) {
  const { t } = useTranslation();
  return (
    <>
      <div className="mb-2 -ml-2">
        <LinkList
          label={t('library.places')}
          links={[{ to: screenAddress('library'), name: t('library.title'), icon: <ArrowLeft /> }]}
        />
      </div>
      <ScreenTitle {...props} />
    </>
  );
}
