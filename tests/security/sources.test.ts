// What may never be written in the shipped sources, whoever writes it and why.

import { describe, expect, test } from 'vitest';
import { filesWith, placesOf, readText, sourcesOf } from './shipped-sources.ts';

const everything = sourcesOf();
const electronSide = sourcesOf('main', 'preload');
const pages = sourcesOf('renderer', 'preload');

test('the sources were seen', () => {
  expect(everything.length).toBeGreaterThan(100);
  expect(electronSide.map(({ path }) => path)).toEqual(expect.arrayContaining(['main/index.ts', 'preload/index.ts']));
});

describe('content', () => {
  test('no address without encryption is written down, loopback and XML names aside', () => {
    const allowed =
      /http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]|ns\.adobe\.com\/|www\.w3\.org\/|(?:cv\.)?iptc\.org\/|\$\{)/g;
    const rest = everything.map(({ path, text }) => ({ path, text: text.replaceAll(allowed, '') }));
    expect(placesOf(/["'`(]http:\/\//, rest)).toEqual([]);
  });

  test('no page or style sheet takes anything from elsewhere', () => {
    const markup = everything.filter(({ path }) => /\.(?:html|css)$/.test(path));
    expect(markup.length).toBeGreaterThan(1);
    expect(
      placesOf(
        /(?:src|href|action)=["'](?:https?:)?\/\/|@import\s+(?:url\()?["']?(?:https?:)?\/\/|url\(["']?(?:https?:)?\/\//,
        markup,
      ),
    ).toEqual([]);
  });

  test('no file is loaded into a window, only our own scheme', () => {
    expect(placesOf(/\.loadFile\s*\(|["'`]file:\/\//, electronSide)).toEqual([]);
    expect(filesWith(/\.loadURL\s*\(/, electronSide).sort()).toEqual([
      'main/shell/failure-window.ts',
      'main/shell/window.ts',
    ]);
    expect(placesOf(/\.loadURL\s*\((?!appUrl\))/, electronSide)).toEqual([]);
  });

  test('text never becomes code or markup', () => {
    const sinks =
      /\beval\s*\(|\bnew\s+Function\b|\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML|srcdoc|setTimeout\s*\(\s*["'`]/;
    expect(placesOf(sinks, everything)).toEqual([]);
  });

  test('lint refuses the same, so that it is seen while writing', () => {
    const rules = readText('.oxlintrc.json');
    expect(
      ['no-eval', 'no-new-func', 'no-implied-eval', 'react/no-danger'].filter(
        (rule) => !rules.includes(`"${rule}": "error"`),
      ),
    ).toEqual([]);
  });
});

describe('the window', () => {
  test('no preference that weakens a page is ever set', () => {
    const weakening =
      /\b(?:webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|disableBlinkFeatures|enableDeprecatedPaste|disableHtmlFullscreenWindowResize)\b/;
    expect(placesOf(weakening, everything)).toEqual([]);
  });

  test('windows are made in two places, both with the limits', () => {
    const makers = electronSide.filter(({ text }) =>
      /new (?:BrowserWindow|WebContentsView|BrowserView)\s*\(/.test(text),
    );
    expect(makers.map(({ path }) => path).sort()).toEqual(['main/shell/failure-window.ts', 'main/shell/window.ts']);
    expect(makers.filter(({ text }) => !text.includes('...pageLimits'))).toEqual([]);
  });

  test('the main process is called through one file', () => {
    expect(filesWith(/\bipcMain\b/, everything)).toEqual(['main/shell/ipc.ts']);
  });

  test('the preload script has two things of Electron and exposes once', () => {
    const preload = sourcesOf('preload');
    expect(placesOf(/from 'electron'/, preload)).toEqual([
      expect.stringMatching(/import \{ contextBridge, ipcRenderer \} from 'electron';$/),
    ]);
    expect(placesOf(/exposeInMainWorld/, preload)).toHaveLength(1);
    expect(filesWith(/\bipcRenderer\b/, everything)).toEqual(['preload/index.ts']);
  });

  test('the system browser is opened from one file', () => {
    expect(filesWith(/\bopenExternal\b/, everything)).toEqual(['main/shell/external-links.ts']);
    expect(placesOf(/\bopenPath\b/, everything)).toEqual([]);
  });

  test('no page tags a webview or a frame', () => {
    expect(placesOf(/<(?:webview|iframe|object|embed)\b/, pages)).toEqual([]);
  });

  test('no script of the main process runs in a page', () => {
    expect(placesOf(/executeJavaScript|insertCSS/, everything)).toEqual([]);
  });
});

describe('the process', () => {
  test('no certificate is accepted that Chromium or Node would refuse', () => {
    expect(
      placesOf(
        /certificate-error|setCertificateVerifyProc|rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED/,
        everything,
      ),
    ).toEqual([]);
  });

  test('no switch is added to the command line of Chromium', () => {
    expect(placesOf(/\.appendSwitch\s*\(|\.appendArgument\s*\(/, everything)).toEqual([]);
  });

  test('nothing that is shipped starts with a switch that weakens', () => {
    const weakening = /no-sandbox|disable-web-security|ignore-certificate-errors|disable-site-isolation/;
    const shipped = [
      ...everything,
      ...['package.json', 'electron-builder.yml'].map((path) => ({ path, text: readText(path) })),
    ];
    const places = placesOf(weakening, shipped).filter((place) => !/hasSwitch\('no-sandbox'\)|^\S+ \/\//.test(place));
    expect(places).toEqual([]);
  });

  test("Electron's own warnings are never silenced, and its remote module is nowhere", () => {
    expect(placesOf(/ELECTRON_DISABLE_SECURITY_WARNINGS|@electron\/remote/, everything)).toEqual([]);
    expect(readText('package-lock.json')).not.toContain('@electron/remote');
  });

  test('no protocol of the operating system leads into the app', () => {
    expect(placesOf(/setAsDefaultProtocolClient|['"]open-url['"]|['"]open-file['"]/, everything)).toEqual([]);
    expect(readText('electron-builder.yml')).not.toMatch(/^\s*(?:protocols|fileAssociations):/m);
    // The second instance's arguments are not even received.
    expect(placesOf(/'second-instance'/, electronSide)).toEqual([
      expect.stringMatching(/app\.on\('second-instance', focusWindow\);$/),
    ]);
    expect(readText('main/shell/focus-window.ts')).toContain('function focusWindow(): void');
  });

  test('the desktop app opens no port but by the switch of its local API', () => {
    const desktop = electronSide.filter(({ path }) => path === 'main/index.ts' || path.startsWith('main/shell/'));
    expect(desktop.length).toBeGreaterThan(10);
    // Named once: loaded and started in one breath, by the switch.
    expect(placesOf(/startApi|createServer|\.\.?\/api\//, desktop)).toEqual([
      expect.stringMatching(
        /^main\/index\.ts:\d+ open: async \(port\) => \(await import\('\.\/api\/server\.ts'\)\)\.startApi\(/,
      ),
    ]);
    expect(readText('main/index.ts')).toMatch(/keepLocalApi\(\{\s+core: opened,\s+\/\/.*\s+open: async \(port\) =>/);
  });

  test('the network is in the hands of the files listed here', () => {
    expect(
      filesWith(
        /from 'node:(?:net|http|https|http2|tls|dgram|dns)(?:\/promises)?'/,
        sourcesOf('main', 'engine', 'shared'),
      ).sort(),
    ).toEqual([
      // The type of a connection that is to be refused; it opens none.
      'main/api/broken-requests.ts',
      // Pictures from hosts on the user's list, with every address checked before the connection is made.
      'main/api/dialects/guarded-fetch.ts',
      'main/api/dialects/public-address.ts',
      // Listens.
      'main/api/server.ts',
    ]);
    expect(
      filesWith(
        /(?<![.\w])fetch\s*\(|\bnet\.(?:request|fetch|connect)\b/,
        sourcesOf('main', 'engine', 'shared', 'preload'),
      ).sort(),
    ).toEqual([
      // A script of the documentation page, run by the browser.
      'main/api/docs-try-out.ts',
      // The one way out, with its ledger.
      'main/network/network.ts',
      // The development server.
      'main/shell/protocol.ts',
    ]);
  });

  test('what asks another computer in another way than by the one way out goes through its ledger', () => {
    const text = (path: string) => everything.find((source) => source.path === path)?.text ?? '';
    expect(text('main/api/dialects/all-dialects.ts')).toContain('accounted(');
    expect(text('main/sync/s3-store.ts')).toContain('opened ??= accounted(');
  });

  test('the SDK for S3 is used in one file, which names its own host and keys', () => {
    expect(filesWith(/@aws-sdk\//, everything)).toEqual(['main/sync/s3-store.ts']);
    const text = everything.find(({ path }) => path === 'main/sync/s3-store.ts')?.text ?? '';
    expect(text).toMatch(/\n {8}endpoint,\n/);
    expect(text).toMatch(/credentials: \{ accessKeyId, secretAccessKey \}/);
    expect(text).toContain('followRegionRedirects: false');
  });

  test('secrets are sealed by the keychain in one file and never by a door', () => {
    expect(filesWith(/\bsafeStorage\b/, everything)).toEqual(['main/shell/secrets.ts']);
    expect(filesWith(/secrets\.get\b/, everything).sort()).toEqual([
      'main/doctor/doctor-service.ts',
      'main/sync/open-sync.ts',
    ]);
  });
});
