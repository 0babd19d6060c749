// Shows why the studio could not open, in a window without any script, and ends the app with the error's exit code.

import { app, BrowserWindow, protocol } from 'electron';
import { errorCatalogue, toEnvelope } from '../../shared/errors.ts';
import { failurePage, failureSentence, failureStyle } from './failure-page.ts';
import { type Language, menuLanguage } from './menu.ts';
import { appScheme, appUrl } from './origin.ts';
import { pageLimits, windowColor } from './page-limits.ts';
import { safetyHeaders } from './safety-headers.ts';

/**
 * No script is needed to read a sentence. The policy says so and not the window's `javascript: false`, under which
 * a test that drives the window waits for ever one time in eight.
 */
const scriptless = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Called after `ready`, in place of opening the studio. Ends the app when the window is closed. */
export function showFailure(thrown: unknown, options: { readonly home: string }): void {
  const { code, message } = toEnvelope(thrown);
  const language: Language = menuLanguage('system', app.getLocale());
  // The log lies in the folder that may be the trouble; a terminal is the other place someone may look.
  console.error(`${code}: ${failureSentence({ code, message, language })}`);
  if (code === 'INTERNAL') console.error(thrown);
  const page = failurePage({ code, message, home: options.home, language });
  if (!protocol.isProtocolHandled(appScheme)) {
    protocol.handle(appScheme, (request) => answer(request.url, page));
  }
  const window = new BrowserWindow({
    width: 640,
    height: 420,
    title: 'Tessera',
    show: false,
    backgroundColor: windowColor,
    autoHideMenuBar: true,
    webPreferences: { ...pageLimits },
  });
  window.once('ready-to-show', () => window.show());
  window.once('closed', () => app.exit(errorCatalogue[code].exit));
  window.loadURL(appUrl).catch((cause: unknown) => {
    console.error(cause);
    app.exit(errorCatalogue[code].exit);
  });
}

function answer(address: string, page: string): Response {
  const style = address === `${appUrl}failure.css`;
  return new Response(style ? failureStyle : page, {
    headers: {
      ...safetyHeaders(scriptless),
      'content-type': style ? 'text/css; charset=utf-8' : 'text/html; charset=utf-8',
    },
  });
}
