// The lines of a diagnosis, by what they look at: what was tried, what came back, what to do.

import { CircleCheck, CircleDashed, CircleX, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type DiagnosisLine, diagnosisParts, isAdvised } from '../../../shared/domain/sync-diagnosis.ts';

const marks = {
  ok: <CircleCheck aria-hidden className="size-4 text-ok" />,
  warning: <TriangleAlert aria-hidden className="size-4 text-warning" />,
  failed: <CircleX aria-hidden className="size-4 text-danger" />,
  skipped: <CircleDashed aria-hidden className="size-4 text-faint" />,
} as const;

interface DiagnosisListProps {
  readonly lines: readonly DiagnosisLine[];
  /** One below the heading it stands under. */
  readonly heading: 'h2' | 'h3';
}

export function DiagnosisList({ lines, heading: Heading }: DiagnosisListProps) {
  const { t } = useTranslation();
  return diagnosisParts
    .map((part) => ({ part, found: lines.filter((line) => line.part === part) }))
    .filter(({ found }) => found.length > 0)
    .map(({ part, found }) => (
      <section key={part} aria-label={t(`diagnosis.parts.${part}`)} className="mb-4">
        <Heading className="mb-2 text-small font-medium text-muted">{t(`diagnosis.parts.${part}`)}</Heading>
        <ul className="divide-y divide-line rounded-control border border-line bg-surface">
          {found.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ul>
      </section>
    ));
}

function Line({ line }: { readonly line: DiagnosisLine }) {
  const { t } = useTranslation();
  const values: Record<string, string | number> = line.values;
  return (
    <li className="flex gap-3 px-3 py-2">
      <span className="mt-0.5 shrink-0">{marks[line.verdict]}</span>
      <div className="min-w-0">
        <p>
          <span className="sr-only">{t(`diagnosis.verdicts.${line.verdict}`)}: </span>
          {t(`diagnosis.tried.${line.id}`)}
        </p>
        <p className="text-small break-words text-muted">{t(`diagnosis.found.${line.outcome}`, values)}</p>
        {isAdvised(line.outcome) && (
          <p className="text-small text-ink">{t(`diagnosis.advice.${line.outcome}`, values)}</p>
        )}
      </div>
    </li>
  );
}
