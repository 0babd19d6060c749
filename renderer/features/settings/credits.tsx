// Credits: the switch, who has how many, the newest lines of a ledger, and giving some.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreditBalance } from '../../../shared/domain/credit.ts';
import type { Settings, SettingsPatch } from '../../../shared/domain/settings.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { queryKeys } from '../../data/query-keys.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { formatMoment } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { SettingRow, SettingsPart } from './setting-row.tsx';

/** Programs spend while the screen is open, and announce nothing of it. */
const lookEveryMs = 3000;
const entriesShown = 20;

interface CreditsProps {
  readonly settings: Settings;
  readonly set: (patch: SettingsPatch) => void;
}

export function Credits({ settings, set }: CreditsProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const label = useId();
  const { data } = useQuery({
    queryKey: queryKeys.credits,
    queryFn: () => bridge.call('credits.list', {}),
    enabled: settings.credits,
    refetchInterval: lookEveryMs,
  });
  return (
    <SettingsPart title={t('credits.title')}>
      <SettingRow name={t('credits.switch')} text={t('credits.switchText')} labelId={label}>
        <Toggle aria-labelledby={label} checked={settings.credits} onChange={(credits) => set({ credits })} />
      </SettingRow>
      {settings.credits && data?.holders.map((holder) => <Holder key={holder.holder} {...holder} />)}
      {settings.credits && <Give />}
    </SettingsPart>
  );
}

function Holder({ holder, balance, reserved }: CreditBalance) {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const [isOpen, open] = useState(false);
  const { data } = useQuery({
    queryKey: [...queryKeys.credits, holder, balance],
    queryFn: () => bridge.call('credits.entries', { holder, limit: entriesShown }),
    enabled: isOpen,
  });
  return (
    <>
      <SettingRow name={holder}>
        <span className="tabular text-muted">{t('credits.balance', { balance, reserved })}</span>
        <Button size="small" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
          {t('credits.ledger')}
        </Button>
      </SettingRow>
      {isOpen && (
        <ul aria-label={t('credits.ledgerOf', { holder })} className="flex flex-col gap-1 px-4 py-2.5 text-small">
          {data?.entries.map(({ amount, createdAt, image, job }) => (
            <li key={`${createdAt} ${image ?? amount}`} className="tabular flex gap-3 text-muted">
              <span className="w-12 text-right text-ink">{amount > 0 ? `+${amount}` : amount}</span>
              <span className="flex-1">{job === null ? t('credits.given') : t('credits.spent', { job })}</span>
              <time dateTime={createdAt}>{formatMoment(createdAt, i18n.language)}</time>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Give() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const cache = useQueryClient();
  const sentence = useErrorSentence();
  const [holder, nameHolder] = useState('');
  const [amount, typeAmount] = useState('');
  const give = useMutation({
    mutationFn: () => bridge.call('credits.grant', { holder: holder.trim(), amount: Number(amount) }),
    async onSuccess() {
      typeAmount('');
      await cache.invalidateQueries({ queryKey: queryKeys.credits });
    },
  });
  const failed = give.error === null ? null : sentence(give.error);

  function submit(event: FormEvent): void {
    event.preventDefault();
    give.mutate();
  }

  return (
    <form onSubmit={submit}>
      <SettingRow name={t('credits.give')} text={t('credits.giveText')}>
        <TextField
          aria-label={t('credits.holder')}
          placeholder={t('credits.holder')}
          value={holder}
          maxLength={128}
          onChange={(event) => nameHolder(event.target.value)}
          className="max-w-40"
        />
        <NumberField
          aria-label={t('credits.amount')}
          placeholder={t('credits.amount')}
          value={amount}
          onType={typeAmount}
          className="max-w-24"
        />
        <Button type="submit" disabled={give.isPending || holder.trim() === '' || !/^-?[1-9]\d*$/.test(amount)}>
          {t('credits.giveNow')}
        </Button>
      </SettingRow>
      {failed !== null && (
        <div className="px-4 pb-3">
          <Notice role="alert" tone="danger" title={failed.title}>
            {failed.detail ?? failed.advice}
          </Notice>
        </div>
      )}
    </form>
  );
}
