// The words that thank for the drawings behind a picture, as CC-BY asks for them: title, author, licence, source.

import type { DrawnFrom } from '../../../shared/domain/exemplar-source.ts';

const licenceAddresses: ReadonlyMap<string, string> = new Map([
  ['Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0'],
  ['CC-BY-4.0', 'https://creativecommons.org/licenses/by/4.0/'],
  ['MIT', 'https://opensource.org/license/mit'],
]);

/** "Twemoji (Twitter, Inc., CC-BY-4.0 https://…, https://…) and …" */
export function attributionOf(sources: DrawnFrom, language: string): string {
  const thanked = sources.map(({ title, author, licence, source }) => {
    const address = licenceAddresses.get(licence);
    const terms = address === undefined ? licence : `${licence} ${address}`;
    return `${title} (${[author, terms, ...(source === null ? [] : [source])].join(', ')})`;
  });
  return new Intl.ListFormat(language).format(thanked);
}
