// What no page may do in our windows: ask for permissions, reach the network, navigate away, open windows, download.

import type { App, Session, WebContents } from 'electron';
import { openExternalLink } from './external-links.ts';
import { appUrl, isAppUrl, parseUrl } from './origin.ts';

interface Lockdown {
  /** Origin of the development server, whose web socket alone may be reached; null in a packaged app. */
  readonly devServer: string | null;
  readonly log: (line: string) => void;
}

/** Copying a prompt or a seed is the one thing a page may ask of the system. */
const grantedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Call before `ready`: every session and every page made from then on, ours or not, is locked down as it appears. */
export function lockDown(app: App, options: Lockdown): void {
  app.on('session-created', (session) => lockDownSession(session, options));
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents, options));
}

function lockDownSession(session: Session, { devServer, log }: Lockdown): void {
  // Chromium fetches the spell checker's dictionary from its maker's server as a session begins, whatever the windows
  // ask for, and past webRequest: the checker must be off and know no language to fetch.
  session.setSpellCheckerEnabled(false);
  session.setSpellCheckerLanguages([]);
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    const granted = grantedPermissions.has(permission);
    if (!granted) log(`refused the permission ${permission}`);
    answer(granted);
  });
  session.setPermissionCheckHandler((_contents, permission) => grantedPermissions.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.webRequest.onBeforeRequest((details, answer) => {
    const allowed = mayRequest(details.url, devServer);
    if (!allowed) log(`refused a request to ${parseUrl(details.url)?.origin ?? 'no address'}`);
    answer({ cancel: !allowed });
  });
  session.on('will-download', (event) => {
    log('refused a download');
    event.preventDefault();
  });
}

/**
 * Whether a page may fetch this address at all. The content security policy says the same to the page itself; this
 * holds where the policy cannot: redirects, and a page that lost its policy by a mistake of ours.
 */
function mayRequest(address: string, devServer: string | null): boolean {
  if (isAppUrl(address)) return true;
  if (address.startsWith(`blob:${appUrl}`)) return true;
  if (devServer === null) return false;
  const url = parseUrl(address);
  // The pages of the developer tools are Chromium's own; the socket brings changed modules while developing.
  return url !== null && (url.protocol === 'devtools:' || url.href.startsWith(devServer.replace(/^http/, 'ws')));
}

function lockDownContents(contents: WebContents, { log }: Lockdown): void {
  const stayHere = (event: { preventDefault(): void; readonly url: string; readonly isMainFrame: boolean }) => {
    // A page may load itself again; nothing else, and no frame anything at all.
    if (event.isMainFrame && event.url === appUrl) return;
    log(`refused to navigate to ${parseUrl(event.url)?.protocol ?? 'no address'}`);
    event.preventDefault();
  };
  contents.on('will-navigate', stayHere);
  contents.on('will-redirect', stayHere);
  contents.on('will-frame-navigate', stayHere);
  contents.on('will-attach-webview', (event) => {
    log('refused a webview');
    event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    openExternalLink(url, log).catch((cause: unknown) => log(`the system could not open a link: ${String(cause)}`));
    return { action: 'deny' };
  });
  // WebRTC passes neither the policy nor webRequest; without a proxy this leaves it no way to send a packet by UDP.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
