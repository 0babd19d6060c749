// A folder's or file's name as an id: what ids may not hold becomes "-", and a number tells namesakes apart.

export function freeIdText(
  name: string,
  options: { readonly taken: ReadonlySet<string>; readonly nameless: string },
): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 90);
  const stem = plain === '' ? options.nameless : plain;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? stem : `${stem}-${number}`;
    if (!options.taken.has(candidate)) return candidate;
  }
}
