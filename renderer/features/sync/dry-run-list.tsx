// What would be sent: where to, how much, and for a webhook the very words.

import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { formatBytes } from '../../i18n/format.ts';

export function DryRunList({ planned }: { readonly planned: CallOutput<'sync.dryRun'> }) {
  const { t, i18n } = useTranslation();
  if (planned.deliveries.length === 0) return <p className="text-muted">{t('sync.dryRunNothing')}</p>;
  return (
    <div className="mb-4">
      <p className="mb-2 text-small text-muted">{t(planned.example ? 'sync.dryRunExample' : 'sync.dryRunWaiting')}</p>
      <ul aria-label={t('sync.dryRun')} className="divide-y divide-line rounded-control border border-line">
        {planned.deliveries.map((delivery) => (
          <li key={delivery.id} className="px-3 py-2">
            <div className="flex flex-wrap gap-x-3">
              <span className="font-medium">{t(`sync.kinds.${delivery.kind}`)}</span>
              <span className="min-w-0 flex-1 text-small break-all text-muted">
                {delivery.url === null ? t('sync.noPlace') : `${delivery.method} ${delivery.url}`}
              </span>
              <span className="tabular text-small text-faint">{formatBytes(delivery.bytes, i18n.language)}</span>
            </div>
            {delivery.body !== null && (
              <details className="mt-1 text-small text-muted">
                <summary className="cursor-pointer">{t('sync.message')}</summary>
                <pre className="mt-1 break-all whitespace-pre-wrap">{indented(delivery.body)}</pre>
              </details>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function indented(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}
