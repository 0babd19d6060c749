// The LoRAs: which are registered and what each changes.

import { useTranslation } from 'react-i18next';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useLoras } from '../../data/queries.ts';
import { ExtraFiles } from './extra-files.tsx';

export function LorasPart() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { data } = useLoras();
  return (
    <ExtraFiles
      title={t('loras.title')}
      text={t('loras.text')}
      label={t('loras.add')}
      items={(data?.loras ?? []).map(({ id, path, facts, problem }) => ({
        id,
        name: id,
        path,
        problem,
        facts: [...Object.keys(facts.layers), ...(facts.base === null ? [] : [facts.base])].join(' · '),
      }))}
      add={(path, id) => bridge.call('loras.add', { path, ...(id === undefined ? {} : { id }) })}
      remove={(id) => bridge.call('loras.remove', { id })}
    />
  );
}
