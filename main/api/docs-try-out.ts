// What makes the documentation page interactive: a form per operation, sent by a script of our own and answered in place.

import { escapeHtml } from './escape-html.ts';

export const tokenField = `<p><label>Token <input id="token" type="password" autocomplete="off" size="40"></label>
It stays on this page and is sent to this studio only.</p>
<script src="/api/docs.js" defer></script>`;

/** One text field per parameter, one for the rest of the address, and one for the body of those that take JSON. */
export function tryOutForm({ method, path, takesJson }: { method: string; path: string; takesJson: boolean }): string {
  const field = (name: string) => `<label>${escapeHtml(name)} <input data-part="${escapeHtml(name)}"></label>`;
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => field(name ?? ''));
  const body = takesJson ? '<label>Body <textarea data-body rows="4" cols="60">{}</textarea></label>' : '';
  return `<details><summary>Try it</summary><form class="try" data-method="${method}" data-path="${escapeHtml(path)}">
${parameters.join('')}<label>Query <input data-query placeholder="name=value"></label>${body}
<button>Send</button><pre tabindex="0" aria-live="polite"></pre></form></details>`;
}

/** Served as /api/docs.js: the page's policy allows scripts of its own origin only. */
export const tryOutScript = `
for (const form of document.querySelectorAll('form.try')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const shown = form.querySelector('pre');
    const { method } = form.dataset;
    let path = form.dataset.path;
    for (const input of form.querySelectorAll('[data-part]')) {
      path = path.replace('{' + input.dataset.part + '}', encodeURIComponent(input.value));
    }
    const query = form.querySelector('[data-query]').value;
    const body = form.querySelector('[data-body]');
    const headers = { authorization: 'Bearer ' + document.getElementById('token').value };
    if (body !== null) headers['content-type'] = 'application/json';
    shown.textContent = '…';
    try {
      const response = await fetch(path + (query === '' ? '' : '?' + query), {
        method,
        headers,
        ...(body === null ? {} : { body: body.value }),
      });
      const type = response.headers.get('content-type') ?? '';
      const text = type.includes('json') ? JSON.stringify(await response.json(), null, 2) : type;
      shown.textContent = response.status + ' ' + response.statusText + '\\n' + text;
    } catch (error) {
      shown.textContent = String(error);
    }
  });
}
`;
