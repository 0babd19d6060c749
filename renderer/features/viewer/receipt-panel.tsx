// What the picture was made with, to copy, and the proof of it: rendering it again.

import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import type { Receipt } from '../../../shared/domain/receipt.ts';
import { useReceipt } from '../../data/lineage.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useCopyText } from './copy-text.ts';
import { Verification } from './verification.tsx';

/** Enough to tell two files apart at sight; all of it is copied. */
const shownHashLength = 12;

export function ReceiptPanel({ image }: { readonly image: ImageId }) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { data, error } = useReceipt(image);
  return (
    <section aria-label={t('receipt.title')} className="flex flex-col gap-4 p-4">
      <Verification key={image} image={image} />
      {error !== null && data === undefined && (
        <Notice role="alert" tone="danger" title={sentence(error).title}>
          {sentence(error).advice}
        </Notice>
      )}
      {error === null && data === undefined && <Skeleton className="h-40 w-full rounded-control" />}
      {data !== undefined &&
        (data.receipt === null ? (
          <p className="text-small text-faint">{t('receipt.none')}</p>
        ) : (
          <Facts receipt={data.receipt} />
        ))}
    </section>
  );
}

function Facts({ receipt }: { readonly receipt: Receipt }) {
  const { t } = useTranslation();
  const copyText = useCopyText();
  const facts = factsOf(receipt);
  const lines = [
    ...facts.map(({ name, value }) => `${t(`receipt.fact.${name}`)}: ${value}`),
    ...receipt.files.map(({ owner, file, sha256 }) => `${owner}/${file}: ${sha256 ?? t('receipt.unread')}`),
  ];
  return (
    <>
      <dl className="flex flex-col gap-1.5">
        {facts.map(({ name, value }) => (
          <div key={name} className="flex gap-3 text-small">
            <dt className="w-28 shrink-0 text-faint">{t(`receipt.fact.${name}`)}</dt>
            <dd className="min-w-0 flex-1 [overflow-wrap:anywhere] select-text">{value}</dd>
          </div>
        ))}
      </dl>
      {receipt.files.length > 0 && (
        <div>
          <h3 className="text-small text-faint">{t('receipt.files')}</h3>
          <ul className="mt-1.5 flex flex-col gap-1.5 text-small">
            {receipt.files.map(({ part, owner, file, sha256 }) => (
              <li key={`${part} ${owner} ${file}`} className="select-text">
                <span className="block [overflow-wrap:anywhere]">{file}</span>
                <span className="tabular block text-faint" title={sha256 ?? undefined}>
                  {`${owner} · ${sha256?.slice(0, shownHashLength) ?? t('receipt.unread')}`}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div>
        <Button size="small" icon={<Copy />} onClick={() => copyText(lines.join('\n'), t('receipt.copied'))}>
          {t('receipt.copy')}
        </Button>
      </div>
    </>
  );
}

type FactName = 'app' | 'engine' | 'provider' | 'weights' | 'noise' | 'platform' | 'cpu';

function factsOf(receipt: Receipt): { readonly name: FactName; readonly value: string }[] {
  const versions = Object.entries(receipt.engine?.versions ?? {}).map(([of, version]) => `${of} ${version}`);
  const facts: readonly { readonly name: FactName; readonly value: string | null | undefined }[] = [
    { name: 'app', value: receipt.app },
    { name: 'engine', value: versions.join(', ') },
    { name: 'provider', value: receipt.engine?.provider },
    { name: 'weights', value: receipt.weightTypes.join(', ') },
    { name: 'noise', value: receipt.noise },
    { name: 'platform', value: receipt.platform },
    { name: 'cpu', value: receipt.cpu },
  ];
  return facts.flatMap(({ name, value }) => (value ? [{ name, value }] : []));
}
