// Where the form that stands in Create differs from what made the picture.

import { useTranslation } from 'react-i18next';
import { useModels } from '../../data/queries.ts';
import { useStyleNameById } from '../../data/style-names.ts';
import { type CreateValues, useCreateForm } from '../../state/create-form.ts';

const compared = [
  'prompt',
  'negativePrompt',
  'model',
  'style',
  'width',
  'height',
  'seed',
  'steps',
  'guidanceScale',
  'invention',
  'scheduler',
  'sigmas',
  'noise',
] as const satisfies readonly (keyof CreateValues)[];
type Compared = (typeof compared)[number];

/** @param picture the form that would make the picture again */
export function FormDifference({ picture }: { readonly picture: CreateValues }) {
  const { t } = useTranslation();
  const form = useCreateForm(({ values }) => values);
  const { data: models } = useModels();
  const styleName = useStyleNameById();
  const differing = compared.filter((field) => form[field] !== picture[field]);

  function shown(field: Compared, values: CreateValues): string {
    const value = values[field];
    if (value === null || value === '') return t('viewer.difference.open');
    switch (field) {
      case 'model':
        return models?.models.find(({ id }) => id === value)?.manifest.name ?? value;
      case 'style':
        return styleName(value);
      case 'scheduler':
        return values.scheduler === '' ? value : t(`schedulers.${values.scheduler}`);
      case 'sigmas':
        return t(`sigmas.${values.sigmas}`);
      case 'noise':
        return t(`noise.${values.noise}`);
      default:
        return value;
    }
  }

  return (
    <details className="group border-t border-line px-4 py-3 text-small">
      <summary className="cursor-pointer rounded-control text-muted hover:text-ink">
        {t('viewer.difference.title', { count: differing.length })}
      </summary>
      {differing.length > 0 && (
        <dl className="mt-2 flex flex-col gap-2">
          {differing.map((field) => (
            <div key={field}>
              <dt className="text-faint">{t(`create.${field === 'guidanceScale' ? 'guidance' : field}`)}</dt>
              <dd className="[overflow-wrap:anywhere]">
                <del className="text-faint">{shown(field, form)}</del>
                {' → '}
                <ins className="text-ink no-underline">{shown(field, picture)}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </details>
  );
}
