// A1111's styles.csv, read and written: comma-separated, quoted where it must be (RFC 4180), with a line of names above.

export interface StyleRow {
  readonly name: string;
  readonly prompt: string;
  readonly negativePrompt: string;
  /** Where the row begins, from 1. */
  readonly line: number;
}

interface Record {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Reads whatever is there: a quote that is never closed reaches to the end, and columns that are not known are left. */
export function readStylesCsv(text: string): StyleRow[] {
  const [head, ...rows] = recordsOf(text.replace(/^\uFEFF/, ''));
  if (head === undefined) return [];
  const names = head.fields.map((name) => name.trim().toLowerCase());
  // Very old files call the prompt `text`.
  const columns = {
    name: names.indexOf('name'),
    prompt: names.includes('prompt') ? names.indexOf('prompt') : names.indexOf('text'),
    negativePrompt: names.indexOf('negative_prompt'),
  };
  const hasNames = columns.name !== -1 && columns.prompt !== -1;
  const { name, prompt, negativePrompt } = hasNames ? columns : { name: 0, prompt: 1, negativePrompt: 2 };
  return (hasNames ? rows : [head, ...rows]).map(({ line, fields }) => ({
    line,
    name: fields[name]?.trim() ?? '',
    prompt: fields[prompt]?.trim() ?? '',
    negativePrompt: fields[negativePrompt]?.trim() ?? '',
  }));
}

/** With the byte order mark A1111 writes, so that spreadsheets read accents right. */
export function writeStylesCsv(rows: readonly Omit<StyleRow, 'line'>[]): string {
  const lines = rows.map(({ name, prompt, negativePrompt }) => [name, prompt, negativePrompt].map(quoted).join(','));
  return `\uFEFF${['name,prompt,negative_prompt', ...lines].join('\r\n')}\r\n`;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** One pass over the text; lines without anything on them are no records. */
function recordsOf(text: string): Record[] {
  const records: Record[] = [];
  let fields: string[] = [];
  let line = 1;
  let begins = 1;
  // Sticky: a field in quotes, or up to the next comma or line end.
  const field = /"((?:[^"]|"")*)(?:"|$)([^,\r\n]*)|[^,\r\n]*/y;
  for (let at = 0; at <= text.length; ) {
    field.lastIndex = at;
    const [written = '', inside, after = ''] = field.exec(text) ?? [];
    fields.push(inside === undefined ? written : inside.replaceAll('""', '"') + after);
    line += written.split('\n').length - 1;
    at += written.length;
    if (text[at] === ',') {
      at += 1;
      continue;
    }
    if (fields.length > 1 || fields[0] !== '') records.push({ line: begins, fields });
    fields = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line += 1;
    begins = line;
  }
  return records;
}
