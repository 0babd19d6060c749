// What was read from a model's folder before anything of it was loaded: how it is stored, what runs it, its licence's file.

import { useTranslation } from 'react-i18next';
import type { Model } from '../../../shared/domain/model.ts';
import { useModelProvider } from '../../data/providers.ts';
import { formatNumber } from '../../i18n/format.ts';

/** Nothing for a model without graphs, or one added before they were read. */
export function ModelFacts({ model }: { readonly model: Model }) {
  const { t, i18n } = useTranslation();
  const { header, files, licence } = model.manifest;
  const drawsOn = useDrawsOn(model);
  if (header === undefined) return null;
  const number = (count: number) => formatNumber(count, i18n.language);
  const facts = [
    [t('models.facts.weights'), header.weightTypes.join(', ') || t('models.facts.none')],
    [t('models.facts.needs'), t(`models.facts.providers.${header.provider}`)],
    [
      t('models.facts.operators'),
      t('models.facts.operatorCount', {
        count: header.operators.length,
        number: number(header.operators.length),
        opset: header.opset,
      }),
    ],
    [
      t('models.facts.licenceFile'),
      header.licenceFile ?? t(licence === null ? 'models.facts.none' : 'models.facts.cardOnly'),
    ],
    [t('models.facts.files'), number(files.length)],
    [t('models.facts.drawsOn'), drawsOn],
  ] as const;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 border-t border-line pt-3 text-small sm:grid-cols-[auto_1fr_auto_1fr]">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-faint">{name}</dt>
          <dd className="tabular min-w-0 break-words text-muted">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What computes this model's pictures, with its time where it was measured. */
function useDrawsOn({ id }: Model): string {
  const { t, i18n } = useTranslation();
  const choice = useModelProvider(id).data?.choice;
  if (choice === undefined) return '';
  const provider = t(`settings.providers.${choice.provider}`);
  const measured = choice.measured.find(({ name }) => name === choice.provider);
  if (measured === undefined) return t('models.facts.unmeasured', { provider });
  const seconds = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 2 }).format(measured.stepMs / 1000);
  return t('models.facts.measured', { provider, seconds });
}
