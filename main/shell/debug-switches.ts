// Names the command line switches that would open a shipped app to another program on the machine.

/** Node's inspector runs code in the main process, Chromium's debugger in the page; js-flags can switch checks off. */
const refusedPrefixes = ['inspect', 'debug-brk', 'remote-debugging-', 'js-flags'] as const;

/**
 * The switches of `argv` that a packaged Tessera does not start with. The fuse in the binary covers only Node's
 * --inspect; Chromium reads one dash, two dashes and, on Windows, a slash, in any case.
 */
export function refusedSwitches(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const switches = end < 0 ? argv : argv.slice(0, end);
  return switches.filter((argument) => {
    const name = /^(?:--?|\/)([a-z][\w-]*)(?:=|$)/i.exec(argument)?.[1]?.toLowerCase().replaceAll('_', '-');
    return name !== undefined && refusedPrefixes.some((prefix) => name.startsWith(prefix));
  });
}
