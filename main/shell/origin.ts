// The one address our windows load, and how to recognise it.

export const appScheme = 'tessera';
const appHost = 'app';
export const appUrl = `${appScheme}://${appHost}/`;

/** Whether an address lies in the app's own origin. Node gives custom schemes the origin "null", hence by hand. */
export function isAppUrl(address: string): boolean {
  const url = parseUrl(address);
  return (
    url !== null &&
    url.protocol === `${appScheme}:` &&
    url.hostname === appHost &&
    url.port === '' &&
    url.username === '' &&
    url.password === ''
  );
}

export function parseUrl(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}
