// A core that cannot open is told in words, in a window, with the exit code of its class.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { failurePage } from '../../../../main/shell/failure-page.ts';
import { showFailure } from '../../../../main/shell/failure-window.ts';
import { TesseraError } from '../../../../shared/errors.ts';
import { app, BrowserWindow, protocol, resetElectron } from '../../../fakes/electron.ts';

const causes = ['DATA_FOLDER_IN_USE', 'DATA_FOLDER_READ_ONLY', 'DATABASE_CORRUPT', 'DATABASE_FROM_THE_FUTURE'] as const;
let printed: string[];

beforeEach(() => {
  resetElectron();
  printed = [];
  vi.spyOn(console, 'error').mockImplementation((...words: unknown[]) => {
    printed.push(words.map(String).join(' '));
  });
});

async function shownPage(): Promise<string> {
  const response = await protocol.handlers.get('tessera')?.(new Request('tessera://app/'));
  return (await response?.text()) ?? '';
}

describe('the page', () => {
  test.each(causes)('has a sentence of its own for %s in each language', (code) => {
    const page = (language: 'en' | 'fr') =>
      failurePage({ code, message: 'the English sentence', home: '/data', language });
    expect(page('en')).not.toContain('the English sentence');
    expect(page('fr')).not.toContain('the English sentence');
    expect(page('fr')).not.toEqual(page('en'));
    expect(page('fr')).toContain('<html lang="fr">');
    expect(page('en')).toContain('/data');
  });

  test('falls back on the sentence of the error', () => {
    expect(failurePage({ code: 'DISK_FULL', message: 'No room.', home: '/data', language: 'fr' })).toContain(
      'No room.',
    );
  });

  test('shows a folder named like a tag as text', () => {
    const page = failurePage({ code: 'DISK_FULL', message: '<b>', home: '/<script src="x">', language: 'en' });
    expect(page).toContain('&lt;b&gt;');
    expect(page).toContain('/&lt;script src=&quot;x&quot;&gt;');
    expect(page).not.toContain('<script');
  });
});

describe('showFailure', () => {
  test.each(causes)('shows %s and ends with its exit code once the window is closed', async (code) => {
    showFailure(new TesseraError(code, 'A sentence.'), { home: '/data' });
    expect(app.exits).toEqual([]);
    expect(await shownPage()).toContain(code);
    BrowserWindow.opened[0]?.closeByHand();
    expect(app.exits[0]).toBe(5);
    expect(printed[0]).toContain(`${code}: `);
  });

  test('tells a bug without its inside, prints it, and ends with 70', async () => {
    showFailure(new Error('private detail'), { home: '/data' });
    expect(await shownPage()).not.toContain('private detail');
    expect(printed.join('\n')).toContain('private detail');
    BrowserWindow.opened[0]?.closeByHand();
    expect(app.exits[0]).toBe(70);
  });

  test('shows it in a page with the limits and a policy that knows no script', async () => {
    showFailure(new TesseraError('DATABASE_CORRUPT', 'A sentence.'), { home: '/data' });
    expect(BrowserWindow.opened[0]?.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
    });
    const response = await protocol.handlers.get('tessera')?.(new Request('tessera://app/failure.css'));
    expect(response?.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(response?.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  test('speaks the language of the system', async () => {
    app.locale = 'fr-FR';
    showFailure(new TesseraError('DATA_FOLDER_IN_USE', 'A sentence.'), { home: '/data' });
    expect(await shownPage()).toContain("Tessera n'a pas pu s'ouvrir");
  });
});
