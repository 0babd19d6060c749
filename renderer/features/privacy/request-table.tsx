// Requests as a table: when, for what, to whom, and what came of each.

import { useTranslation } from 'react-i18next';
import type { NetworkRequest } from '../../../shared/domain/network.ts';
import { formatMoment } from '../../i18n/format.ts';

export function RequestTable({ requests }: { readonly requests: readonly NetworkRequest[] }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="overflow-hidden rounded-card border border-line bg-surface shadow-card">
      <table className="w-full text-left">
        <thead className="text-small text-muted">
          <tr>
            {(['when', 'what', 'where', 'outcome'] as const).map((column) => (
              <th key={column} scope="col" className="px-4 py-2 font-medium">
                {t(`privacy.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line border-t border-line">
          {requests.map((request) => (
            <tr key={request.number} className="align-top">
              <td className="tabular px-4 py-2 text-small whitespace-nowrap text-muted">
                {formatMoment(request.at, i18n.language)}
              </td>
              <td className="px-4 py-2">{t(`privacy.purposes.${request.purpose}`)}</td>
              <td className="px-4 py-2 font-mono text-small [overflow-wrap:anywhere]">
                {request.origin}
                {request.isLocal && <span className="block font-sans text-faint">{t('privacy.local')}</span>}
              </td>
              <td className="tabular px-4 py-2 text-small text-muted">
                {t(`privacy.outcomes.${request.outcome}`, { status: request.status })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
