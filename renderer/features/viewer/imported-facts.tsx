// What is known of a picture that was imported: the file it came from, and what that says of how it was made.

import { useTranslation } from 'react-i18next';
import type { Image, ImportedPicture } from '../../../shared/domain/image.ts';
import { formatBytes, formatMoment } from '../../i18n/format.ts';

interface ImportedFactsProps {
  readonly image: Image;
  readonly imported: ImportedPicture;
}

export function ImportedFacts({ image, imported }: ImportedFactsProps) {
  const { t, i18n } = useTranslation();
  const facts = [
    { name: t('viewer.importedFrom'), value: imported.name },
    {
      name: t('viewer.tool'),
      value: imported.tool === null ? t('viewer.toolUnknown') : t(`recall.tools.${imported.tool}`),
    },
    ...(imported.prompt === null ? [] : [{ name: t('create.prompt'), value: imported.prompt }]),
    { name: t('viewer.size'), value: `${image.width} × ${image.height}` },
    { name: t('viewer.imported'), value: formatMoment(image.createdAt, i18n.language) },
    ...(image.sizeBytes === null
      ? []
      : [{ name: t('viewer.file'), value: formatBytes(image.sizeBytes, i18n.language) }]),
  ];
  return (
    <dl className="flex flex-col py-2">
      {facts.map(({ name, value }) => (
        <div key={name} className="flex items-start gap-3 px-4 py-1">
          <dt className="w-28 shrink-0 py-1.5 text-small text-faint">{name}</dt>
          <dd className="tabular min-w-0 flex-1 py-1 [overflow-wrap:anywhere] select-text">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
