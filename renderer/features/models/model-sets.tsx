// The sets of drawings a model recombines: whose they are, under which licence, and a switch to draw without each.

import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExemplarSet } from '../../../shared/domain/exemplar-source.ts';
import type { Model } from '../../../shared/domain/model.ts';
import { type ExcludedSets, useExcludedSets } from '../../data/excluded-sets.ts';
import { formatNumber } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Toggle } from '../../ui/toggle.tsx';

export function ModelSets({ model }: { readonly model: Model }) {
  const { t, i18n } = useTranslation();
  const excluded = useExcludedSets(model);
  const [isOpen, setIsOpen] = useState(false);
  const list = useId();
  const { sets } = model.manifest;
  const used = sets.filter(({ name }) => !excluded.names.includes(name));
  const drawings = used.reduce((sum, set) => sum + set.drawings, 0);
  return (
    <div className="border-t border-line pt-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-small text-muted">
          {t('models.sets.used', {
            count: used.length,
            total: sets.length,
            drawings: formatNumber(drawings, i18n.language),
          })}
        </p>
        <Button
          size="small"
          weight="quiet"
          aria-expanded={isOpen}
          aria-controls={list}
          icon={<ChevronDown className={classNames('transition-transform', isOpen && 'rotate-180')} />}
          onClick={() => setIsOpen(!isOpen)}
        >
          {t(isOpen ? 'models.sets.hide' : 'models.sets.choose')}
        </Button>
      </div>
      <div id={list} hidden={!isOpen}>
        <p className="mt-1 text-small text-faint">{t('models.sets.hint')}</p>
        <ul aria-label={t('models.sets.title')} className="mt-2 divide-y divide-line">
          {sets.map((set) => (
            <SetRow key={set.name} set={set} excluded={excluded} />
          ))}
        </ul>
      </div>
    </div>
  );
}

function SetRow({ set, excluded }: { readonly set: ExemplarSet; readonly excluded: ExcludedSets }) {
  const { t, i18n } = useTranslation();
  const label = useId();
  const isUsed = !excluded.names.includes(set.name);
  const facts = [
    t('models.sets.drawings', { count: set.drawings, number: formatNumber(set.drawings, i18n.language) }),
    set.licence,
    set.author,
    ...(set.style === '' ? [] : [t('models.sets.style', { style: set.style })]),
  ];
  return (
    <li className="flex items-center gap-4 py-2">
      <div className="min-w-0 flex-1">
        <p id={label} className={classNames(!isUsed && 'text-muted line-through')}>
          {set.title}
        </p>
        <p className="tabular text-small text-faint">{facts.join(' · ')}</p>
        {isUsed && !excluded.canExclude(set) && <p className="text-small text-faint">{t('models.sets.last')}</p>}
      </div>
      <Toggle
        aria-labelledby={label}
        checked={isUsed}
        disabled={isUsed && !excluded.canExclude(set)}
        onChange={(use) => (use ? excluded.include(set) : excluded.exclude(set))}
      />
    </li>
  );
}
