// Everything that is known of a picture; each part of its recipe can be taken over into the form.

import { CornerDownLeft, SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryPicture } from '../../../shared/domain/image.ts';
import { stylesOf } from '../../../shared/domain/style.ts';
import { useModels } from '../../data/queries.ts';
import { useStyleNameById } from '../../data/style-names.ts';
import { formatBytes, formatMoment, formatNumber } from '../../i18n/format.ts';
import { type CreateValues, formOf, useCreateForm } from '../../state/create-form.ts';
import { useToasts } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { DrawnFrom } from './drawn-from.tsx';
import { FormDifference } from './form-difference.tsx';
import { ImportedFacts } from './imported-facts.tsx';

interface InspectorProps {
  readonly item: LibraryPicture;
  /** Stands between the facts and the button. */
  readonly children: ReactNode;
  /** Leaves the viewer for the form that was just filled. */
  readonly onUseAll: () => void;
}

export function Inspector(props: InspectorProps) {
  const { image, recipe, imported } = props.item;
  if (recipe !== null) return <RecipeInspector {...props} recipe={recipe} />;
  return (
    <>
      {imported !== undefined && <ImportedFacts image={image} imported={imported} />}
      {props.children}
    </>
  );
}

type RecipeInspectorProps = InspectorProps & { readonly recipe: NonNullable<LibraryPicture['recipe']> };

function RecipeInspector({ item: { image, drawnFrom }, recipe, children, onUseAll }: RecipeInspectorProps) {
  const { t, i18n } = useTranslation();
  const { data: models } = useModels();
  const styleName = useStyleNameById();
  const change = useCreateForm((form) => form.change);
  const show = useToasts((toasts) => toasts.show);
  const form = formOf(recipe);
  const model = models?.models.find(({ id }) => id === recipe.model);
  const titleOf = (name: string) => model?.manifest.sets.find((set) => set.name === name)?.title ?? name;
  const variation = image.variations.at(-1);

  function use(name: string, values: Partial<CreateValues>): void {
    change(values);
    show({ tone: 'neutral', text: t('viewer.used', { name }) });
  }

  const seed = String(image.seed);
  const facts: readonly { name: string; value: ReactNode; values?: Partial<CreateValues>; long?: boolean }[] = [
    { name: t('create.prompt'), value: recipe.prompt, values: { prompt: form.prompt }, long: true },
    ...(recipe.negativePrompt === ''
      ? []
      : [
          {
            name: t('create.negativePrompt'),
            value: recipe.negativePrompt,
            values: { negativePrompt: form.negativePrompt },
            long: true,
          },
        ]),
    {
      name: t('create.model'),
      value: model?.manifest.name ?? recipe.model,
      values: { model: form.model },
    },
    {
      name: t('create.style'),
      value: stylesOf(recipe).map(styleName).join(', ') || t('create.noStyle'),
      values: { style: form.style, moreStyles: form.moreStyles },
    },
    {
      name: t('viewer.size'),
      value: `${image.width} × ${image.height}`,
      values: { width: form.width, height: form.height },
    },
    { name: t('create.seed'), value: seed, values: { seed, seedLocked: true } },
    { name: t('create.steps'), value: formatNumber(recipe.steps, i18n.language), values: { steps: form.steps } },
    {
      name: t('create.guidance'),
      value: formatNumber(recipe.guidanceScale, i18n.language),
      values: { guidanceScale: form.guidanceScale },
    },
    ...(recipe.invention === null
      ? []
      : [
          {
            name: t('create.invention'),
            value: formatNumber(recipe.invention, i18n.language),
            values: { invention: form.invention },
          },
        ]),
    ...(recipe.excludedSets.length === 0
      ? []
      : [{ name: t('viewer.leftOut'), value: recipe.excludedSets.map(titleOf).join(', ') }]),
    { name: t('create.scheduler'), value: t(`schedulers.${recipe.scheduler}`), values: { scheduler: form.scheduler } },
    ...(recipe.sigmas === 'default'
      ? []
      : [{ name: t('create.sigmas'), value: t(`sigmas.${recipe.sigmas}`), values: { sigmas: form.sigmas } }]),
    ...(recipe.noise === 'torch-cpu'
      ? []
      : [{ name: t('create.noise'), value: t(`noise.${recipe.noise}`), values: { noise: form.noise } }]),
    ...(variation === undefined
      ? []
      : [
          {
            name: t('viewer.variation'),
            value: t('viewer.variationValue', {
              seed: variation.seed,
              strength: formatNumber(variation.strength, i18n.language),
            }),
          },
        ]),
    { name: t('viewer.made'), value: formatMoment(image.createdAt, i18n.language) },
    ...(image.sizeBytes === null
      ? []
      : [{ name: t('viewer.file'), value: formatBytes(image.sizeBytes, i18n.language) }]),
  ];

  return (
    <>
      <dl className="flex flex-col py-2">
        {facts.map(({ name, value, values, long }) => (
          <div key={name} className={classNames('flex px-4 py-1', long === true ? 'flex-col' : 'items-start gap-3')}>
            <dt className="w-28 shrink-0 py-1.5 text-small text-faint">{name}</dt>
            <dd className="flex min-w-0 flex-1 items-start gap-2">
              <span className="tabular min-w-0 flex-1 py-1 [overflow-wrap:anywhere] select-text">{value}</span>
              {values !== undefined && (
                <IconButton
                  size="small"
                  className="text-faint"
                  label={t('viewer.use', { name })}
                  icon={<CornerDownLeft />}
                  onClick={() => use(name, values)}
                />
              )}
            </dd>
          </div>
        ))}
      </dl>
      {drawnFrom.length > 0 && <DrawnFrom sources={drawnFrom} />}
      {children}
      <FormDifference picture={{ ...form, seed }} />
      <div className="mt-auto border-t border-line p-4">
        <Button
          className="w-full"
          icon={<SlidersHorizontal />}
          onClick={() => {
            change({ ...form, seed });
            onUseAll();
          }}
        >
          {t('viewer.useAll')}
        </Button>
      </div>
    </>
  );
}
