// Says which parts of the search line were not understood, and offers what may have been meant.

import { useTranslation } from 'react-i18next';
import { repaired } from '../../../shared/library-query/change-query.ts';
import type { QueryProblem } from '../../../shared/library-query/library-query.ts';
import { Button } from '../../ui/button.tsx';

interface QueryProblemsProps {
  readonly problems: readonly QueryProblem[];
  readonly line: string;
  readonly onChange: (line: string) => void;
}

export function QueryProblems({ problems, line, onChange }: QueryProblemsProps) {
  const { t } = useTranslation();
  return (
    <div role="status">
      {problems.map((problem) => (
        <p key={problem.at} className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-small text-muted">
          {t(`library.problems.${problem.code}`, { text: problem.text })}
          {problem.suggestion !== null && (
            <Button size="small" onClick={() => onChange(repaired(line, problem))}>
              {t('library.problems.use', { suggestion: problem.suggestion })}
            </Button>
          )}
        </p>
      ))}
    </div>
  );
}
