// The upscalers: what ships, what was added, and by how much each enlarges.

import { useTranslation } from 'react-i18next';
import { lanczosId } from '../../../shared/domain/upscaler.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useUpscalers } from '../../data/queries.ts';
import { ExtraFiles } from './extra-files.tsx';

export function UpscalersPart() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { data } = useUpscalers();
  return (
    <ExtraFiles
      title={t('upscalers.title')}
      text={t('upscalers.text')}
      label={t('upscalers.add')}
      items={(data?.upscalers ?? []).map(({ id, name, origin, folder, licence, factors, problem }) => ({
        id,
        name: id === lanczosId ? t('settings.resampling') : name,
        path: origin === 'user' ? folder : null,
        problem,
        facts: [
          factors.map((times) => t('feed.times', { times })).join(' '),
          ...(licence === null ? [] : [licence]),
        ].join(' · '),
      }))}
      add={(path, id) => bridge.call('upscalers.add', { path, ...(id === undefined ? {} : { id }) })}
      remove={(id) => bridge.call('upscalers.remove', { id })}
    />
  );
}
