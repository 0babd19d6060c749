// The documentation page of the local API, written from its OpenAPI document; it needs no script and no internet.

import type { JsonObject } from './openapi.ts';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly input: unknown;
  readonly output: unknown;
}

export function docsPage(document: JsonObject): string {
  const { title, version, description } = document['info'] as Record<string, string>;
  const groups = groupByTag(document['paths'] as Record<string, JsonObject>);
  const { schemas } = document['components'] as { schemas: JsonObject };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} API</title>
<link rel="stylesheet" href="/api/docs.css">
</head>
<body>
<header>
<h1>${escape(title)} API <small>${escape(version)}</small></h1>
<p>${escape(description)}</p>
<p><a href="/api/openapi.json">OpenAPI 3.1 document</a></p>
<nav aria-label="Groups">${[...groups.keys()].map((tag) => `<a href="#${tag}">${tag}</a>`).join('')}<a href="#schemas">schemas</a></nav>
</header>
<main>
${[...groups].map(([tag, operations]) => section(tag, operations)).join('\n')}
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
          output: schemaIn(operation.responses['200']),
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

function section(tag: string, operations: readonly Operation[]): string {
  return `<section id="${escape(tag)}"><h2>${escape(tag)}</h2>
${operations.map(article).join('\n')}
</section>`;
}

function article({ method, path, summary, description, input, output }: Operation): string {
  return `<article>
<h3><span class="method">${escape(method)}</span> <code>${escape(path)}</code></h3>
<p>${escape(summary)} ${escape(description)}</p>
${details('Input', input)}${details('Output', output)}
</article>`;
}

function namedSchema(name: string, schema: unknown): string {
  return `<article id="schema-${escape(name)}">${details(name, schema)}</article>`;
}

function details(label: string, schema: unknown): string {
  if (schema === undefined) return '';
  // References become links, so that the page reads like one document.
  const text = escape(JSON.stringify(schema, null, 2)).replace(
    /#\/components\/schemas\/([\w.-]+)/g,
    '<a href="#schema-$1">$&</a>',
  );
  return `<details><summary>${escape(label)}</summary><pre tabindex="0">${text}</pre></details>`;
}

function escape(text: string | undefined): string {
  return (text ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
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
`;
