// The documentation page of the local API, written from its OpenAPI document; to read, or to try it out on; it needs no internet.

import { tokenField, tryOutForm } from './docs-try-out.ts';
import { escapeHtml } from './escape-html.ts';
import type { JsonObject } from './openapi.ts';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly input: unknown;
  readonly output: unknown;
}

/** @param kind `interactive` has a form under every operation; `reading` has no script at all */
export function docsPage(document: JsonObject, kind: 'interactive' | 'reading'): string {
  const { title = '', version = '', description = '' } = document['info'] as Record<string, string>;
  const tryOut = kind === 'interactive';
  const groups = groupByTag(document['paths'] as Record<string, JsonObject>);
  const { schemas } = document['components'] as { schemas: JsonObject };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} API</title>
<link rel="stylesheet" href="/api/docs.css">
</head>
<body>
<header>
<h1>${escapeHtml(title)} API <small>${escapeHtml(version)}</small></h1>
<p>${escapeHtml(description)}</p>
<p><a href="/api/openapi.json">OpenAPI 3.1 document</a></p>
${tryOut ? tokenField : ''}
<nav aria-label="Groups">${[...groups.keys()].map((tag) => `<a href="#${anchor(tag)}">${escapeHtml(tag)}</a>`).join('')}<a href="#schemas">schemas</a></nav>
</header>
<main>
${[...groups].map(([tag, operations]) => section(tag, operations, tryOut)).join('\n')}
<section id="schemas"><h2>schemas</h2>
${Object.entries(schemas)
  .map(([name, schema]) => namedSchema(name, schema))
  .join('\n')}
</section>
</main>
</body>
</html>
`;
}

function groupByTag(paths: Readonly<Record<string, JsonObject>>): Map<string, Operation[]> {
  const groups = new Map<string, Operation[]>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, raw] of Object.entries(methods)) {
      const operation = raw as {
        tags: string[];
        summary: string;
        description?: string;
        requestBody?: unknown;
        responses: JsonObject;
      };
      const tag = operation.tags[0] ?? '';
      groups.set(tag, [
        ...(groups.get(tag) ?? []),
        {
          method: method.toUpperCase(),
          path,
          summary: operation.summary,
          description: operation.description ?? '',
          input: schemaIn(operation.requestBody),
          output: schemaIn(Object.entries(operation.responses).find(([status]) => status.startsWith('2'))?.[1]),
        },
      ]);
    }
  }
  return groups;
}

function schemaIn(holder: unknown): unknown {
  return (holder as { content?: Record<string, { schema?: unknown }> } | undefined)?.content?.['application/json']
    ?.schema;
}

function section(tag: string, operations: readonly Operation[], tryOut: boolean): string {
  return `<section id="${anchor(tag)}"><h2>${escapeHtml(tag)}</h2>
${operations.map((operation) => article(operation, tryOut)).join('\n')}
</section>`;
}

function article({ method, path, summary, description, input, output }: Operation, tryOut: boolean): string {
  return `<article>
<h3><span class="method">${escapeHtml(method)}</span> <code>${escapeHtml(path)}</code></h3>
<p>${escapeHtml(summary)} ${escapeHtml(description)}</p>
${details('Input', input)}${details('Output', output)}${tryOut ? tryOutForm({ method, path, takesJson: input !== undefined }) : ''}
</article>`;
}

/** A name without spaces, as an id must be. */
function anchor(tag: string): string {
  return escapeHtml(tag.replaceAll(/\s+/g, '-'));
}

function namedSchema(name: string, schema: unknown): string {
  return `<article id="schema-${escapeHtml(name)}">${details(name, schema)}</article>`;
}

function details(label: string, schema: unknown): string {
  if (schema === undefined) return '';
  // References become links, so that the page reads like one document.
  const text = escapeHtml(JSON.stringify(schema, null, 2)).replace(
    /#\/components\/schemas\/([\w.-]+)/g,
    '<a href="#schema-$1">$&</a>',
  );
  return `<details><summary>${escapeHtml(label)}</summary><pre tabindex="0">${text}</pre></details>`;
}

export const docsStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem; }
h1 small { font-weight: 400; opacity: 0.7; }
nav a { display: inline-block; margin-right: 1rem; }
h2 { border-bottom: 1px solid; margin-top: 3rem; padding-bottom: 0.25rem; }
h3 { margin-bottom: 0; font-size: 1rem; }
p { margin: 0.25rem 0 0.5rem; }
code, pre { font-family: ui-monospace, monospace; }
pre { border: 1px solid; border-radius: 4px; max-height: 30rem; overflow: auto; padding: 1rem; }
.method { font-size: 0.8rem; font-weight: 700; }
summary { cursor: pointer; }
form.try label { display: block; margin: 0.5rem 0; }
`;
