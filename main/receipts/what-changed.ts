// Holds the receipt of a picture against one of today: what is not as it was, the likeliest cause of a difference first.

import type { NamedFile, Receipt, ReceiptChange } from '../../shared/domain/receipt.ts';

type Circumstances = Omit<Receipt, 'noise'>;

export function whatChanged(before: Circumstances, now: Circumstances): ReceiptChange[] {
  return [...changedFiles(before, now), ...changedEngine(before, now), ...changedMachine(before, now)];
}

type ChangedFile = Extract<ReceiptChange, { kind: 'file' }>;

function changedFiles(before: Circumstances, now: Circumstances): ChangedFile[] {
  const today = new Map(now.files.map((file) => [nameOf(file), file]));
  const changes = before.files.flatMap((file): ChangedFile[] => {
    const { part, owner, file: path } = file;
    const named = { kind: 'file', part, owner, file: path } as const;
    const found = today.get(nameOf(file));
    if (found === undefined) return [{ ...named, state: 'missing' }];
    if (found.sizeBytes !== file.sizeBytes) return [{ ...named, state: 'changed' }];
    if (file.sha256 === found.sha256 && file.sha256 !== null) return [];
    const isKnown = file.sha256 !== null && found.sha256 !== null;
    return [{ ...named, state: isKnown ? 'changed' : 'unsure' }];
  });
  const rank = { changed: 0, missing: 1, unsure: 2 } as const;
  return changes.toSorted((a, b) => rank[a.state] - rank[b.state]);
}

function changedEngine({ engine: before }: Circumstances, { engine: now }: Circumstances): ReceiptChange[] {
  if (before === null || now === null) return [];
  const provider: ReceiptChange[] =
    before.provider === now.provider ? [] : [{ kind: 'provider', before: before.provider, now: now.provider }];
  const versions = Object.entries(before.versions).flatMap(([of, version]): ReceiptChange[] => {
    const today = now.versions[of];
    return today === undefined || today === version ? [] : [{ kind: 'version', of, before: version, now: today }];
  });
  return [...provider, ...versions];
}

function changedMachine(before: Circumstances, now: Circumstances): ReceiptChange[] {
  const machine = { before: machineOf(before), now: machineOf(now) };
  const app = { before: before.app, now: now.app };
  return [
    ...(machine.before === machine.now ? [] : [{ kind: 'machine' as const, ...machine }]),
    ...(app.before === app.now ? [] : [{ kind: 'version' as const, of: 'tessera', ...app }]),
  ];
}

function machineOf({ platform, cpu }: Circumstances): string {
  return `${platform}, ${cpu}`;
}

/** What tells one file of a receipt from another. */
export function nameOf({ part, owner, file }: NamedFile): string {
  return `${part} ${owner} ${file}`;
}
