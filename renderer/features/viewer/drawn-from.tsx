// The drawings a picture was made of, by set, with author and licence, and the line that thanks for them.

import { Copy } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { DrawnFrom as Sources } from '../../../shared/domain/exemplar-source.ts';
import { useToasts } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { attributionOf } from './attribution.ts';

export function DrawnFrom({ sources }: { readonly sources: Sources }) {
  const { t, i18n } = useTranslation();
  const show = useToasts((toasts) => toasts.show);
  const attribution = t('viewer.drawnFrom.attribution', { sources: attributionOf(sources, i18n.language) });

  function copy(): void {
    navigator.clipboard.writeText(attribution).then(
      () => show({ tone: 'neutral', text: t('viewer.drawnFrom.copied') }),
      () => show({ tone: 'danger', text: t('viewer.drawnFrom.copyFailed'), detail: attribution }),
    );
  }

  return (
    <section aria-label={t('viewer.drawnFrom.title')} className="border-t border-line px-4 py-3">
      <h2 className="text-small text-faint">{t('viewer.drawnFrom.title')}</h2>
      <ul className="mt-1.5 flex flex-col gap-2.5">
        {sources.map((set) => (
          <li key={set.name} className="select-text">
            <p className="[overflow-wrap:anywhere] text-muted [&>strong]:text-ink">
              {set.drawings.map((drawing, place) => (
                <Fragment key={drawing.name}>
                  {place > 0 && ', '}
                  {drawing.leads ? <strong className="font-semibold">{drawing.label}</strong> : drawing.label}
                </Fragment>
              ))}
            </p>
            <p className="text-small text-faint">{`${set.title} · ${set.author} · ${set.licence}`}</p>
          </li>
        ))}
      </ul>
      <p className="mt-2.5 text-small text-faint">{t('viewer.drawnFrom.hint')}</p>
      <Button size="small" className="mt-2.5" icon={<Copy />} onClick={copy}>
        {t('viewer.drawnFrom.copy')}
      </Button>
    </section>
  );
}
