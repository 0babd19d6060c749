// Privacy: the switch that keeps everything on this machine, and every request that was ever made.

import { ShieldCheck } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useNetworkRequests, useSettings } from '../../data/queries.ts';
import { useSetSettings } from '../../data/set-settings.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { RequestTable } from './request-table.tsx';

export function PrivacyScreen() {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { data: settings } = useSettings();
  const set = useSetSettings();
  const ledger = useNetworkRequests();
  const label = useId();
  const pages = ledger.data?.pages ?? [];
  const requests = pages.flatMap((page) => page.requests);

  return (
    <div className="mx-auto max-w-4xl px-4 py-6 md:px-8">
      <ScreenTitle title={t('privacy.title')} />
      <div className="mb-8 flex items-center gap-6 rounded-card border border-line bg-surface px-4 py-3 shadow-card">
        <div className="min-w-0 flex-1">
          <p id={label} className="font-medium">
            {t('privacy.offline')}
          </p>
          <p className="mt-0.5 text-small text-faint">{t('privacy.offlineText')}</p>
        </div>
        <Toggle
          aria-labelledby={label}
          checked={settings?.offline ?? false}
          onChange={(offline) => set.mutate({ offline })}
        />
      </div>
      {ledger.isPending && <Skeleton className="h-48 w-full rounded-card" />}
      {ledger.error !== null && (
        <Notice role="alert" tone="danger" title={sentence(ledger.error).title}>
          {sentence(ledger.error).advice}
        </Notice>
      )}
      {ledger.isSuccess && requests.length === 0 && (
        <EmptyState icon={<ShieldCheck />} title={t('privacy.nothing')} text={t('privacy.nothingText')} />
      )}
      {requests.length > 0 && (
        <section aria-label={t('privacy.ledger')}>
          <h2 className="text-small font-medium text-muted">{t('privacy.ledger')}</h2>
          <p className="tabular mt-0.5 mb-3 text-small text-faint">
            {t('privacy.left', { count: pages[0]?.left ?? 0 })}
          </p>
          <RequestTable requests={requests} />
          {ledger.hasNextPage && (
            <Button
              size="small"
              className="mt-3"
              disabled={ledger.isFetchingNextPage}
              onClick={() => void ledger.fetchNextPage()}
            >
              {t('privacy.more')}
            </Button>
          )}
        </section>
      )}
    </div>
  );
}
