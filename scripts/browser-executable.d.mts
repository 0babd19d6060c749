// What tests written in TypeScript see of it.

/** `TESSERA_CHROMIUM`, the browser Playwright downloaded, or the system's; undefined where there is none. */
export function browserExecutable(): string | undefined;
