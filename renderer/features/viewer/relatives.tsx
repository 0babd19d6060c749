// The nearest of a picture's family: what it was made from, and what was made of it.

import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import type { Image } from '../../../shared/domain/image.ts';
import { thumbnailAddress } from '../../bridge/image-address.ts';
import { useFamily } from '../../data/lineage.ts';
import { useMakingWords } from './making-words.ts';

interface RelativesProps {
  readonly image: Image;
  readonly onOpen: (image: ImageId) => void;
}

export function Relatives({ image, onOpen }: RelativesProps) {
  const { t } = useTranslation();
  const wordsOf = useMakingWords();
  const { data: family } = useFamily(image.id);
  const ready = (family?.members ?? []).filter((member) => member.image.state === 'ready');
  const parent = ready.find((member) => member.image.id === image.parent);
  const children = ready.filter((member) => member.image.parent === image.id);
  if (parent === undefined && children.length === 0) return null;
  return (
    <div className="flex flex-col gap-3 px-4 pb-3">
      {parent !== undefined && (
        <button
          type="button"
          onClick={() => onOpen(parent.image.id)}
          className="flex w-full items-center gap-3 rounded-control border border-edge p-1.5 text-left hover:bg-hover"
        >
          <img alt="" src={thumbnailAddress(parent.image.id, 64)} className="size-10 rounded-md bg-soft object-cover" />
          {t('viewer.parent')}
        </button>
      )}
      {children.length > 0 && (
        <section aria-label={t('viewer.children')}>
          <h3 className="text-small text-faint">{t('viewer.children')}</h3>
          <ul className="mt-1.5 flex flex-wrap gap-1.5">
            {children.map(({ image: child, making }, index) => (
              <li key={child.id}>
                <button
                  type="button"
                  aria-label={t('viewer.child', { number: index + 1, making: wordsOf(making) })}
                  title={wordsOf(making)}
                  onClick={() => onOpen(child.id)}
                  className="block size-12 overflow-hidden rounded-md border border-edge hover:border-accent"
                >
                  <img alt="" src={thumbnailAddress(child.id, 64)} className="size-full bg-soft object-cover" />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
