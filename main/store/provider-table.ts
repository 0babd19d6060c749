// The provider tables: what was found out of each provider on this machine, and which of them failed with which model.

import { z } from 'zod';
import type { ModelId } from '../../shared/domain/ids.ts';
import { ProviderFinding, ProviderName } from '../../shared/domain/provider.ts';
import type { Store } from './database.ts';

const Finding = z
  .object({ name: ProviderName, works: z.int().transform(Boolean), problem: z.string().nullable() })
  .pipe(ProviderFinding);
const Failure = z.object({ name: ProviderName, problem: z.string() });
export type ProviderTable = ReturnType<typeof createProviderTable>;

export function createProviderTable(store: Store) {
  const sql = store.database;
  const forget = sql.prepare('DELETE FROM provider_findings');
  const insert = sql.prepare(
    'INSERT INTO provider_findings (name, build, works, problem) VALUES (@name, @build, @works, @problem)',
  );
  const all = sql.prepare('SELECT name, works, problem FROM provider_findings WHERE build = ? ORDER BY rowid');
  const fail = sql.prepare(
    `INSERT INTO provider_failures (model, name, problem) VALUES (@model, @name, @problem)
     ON CONFLICT (model, name) DO UPDATE SET problem = excluded.problem`,
  );
  const failures = sql.prepare('SELECT name, problem FROM provider_failures WHERE model = ? ORDER BY name');
  const forgive = sql.prepare('DELETE FROM provider_failures');
  return {
    /** In place of what was found before; failures are forgiven too, for whoever tries again wants to know anew. */
    setFindings(findings: readonly ProviderFinding[], build: string): void {
      store.transaction('providers.set', () => {
        forget.run();
        forgive.run();
        for (const finding of findings) insert.run({ ...finding, build, works: Number(finding.works) });
      });
    },
    /** Of that build of the runtime; null when it was never tried. */
    findings(build: string): ProviderFinding[] | null {
      const found = z.array(Finding).parse(all.all(build));
      return found.length === 0 ? null : found;
    },
    fail(model: ModelId, name: ProviderName, problem: string): void {
      fail.run({ model, name, problem });
    },
    failures(model: ModelId): z.infer<typeof Failure>[] {
      return z.array(Failure).parse(failures.all(model));
    },
  };
}
