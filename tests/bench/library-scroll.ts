// Measures scrolling through a hundred thousand pictures in a real browser: the longest frame, and what the page takes of
// memory after it. Half a minute of scrolling, or five with --long.

import { type ChildProcess, spawn } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import sharp from 'sharp';
import { browserExecutable } from '../../scripts/browser-executable.mjs';
import { openStore } from '../../main/store/database.ts';
import { fillLibrary } from '../fixtures/library-rows.ts';
import { largeLibrary, picturesInLargeLibrary } from './large-library.ts';
import { quantile, type Row } from './row.ts';

const scrollMs = process.argv.includes('--long') ? 300_000 : 30_000;
/** Several windows a second: as fast as a wheel spun by hand. */
const pixelsPerFrame = 60;
/** Different enough that no two in a row look alike; the same few files stand behind all pictures. */
const differentPictures = 40;
const entry = fileURLToPath(new URL('../../main/cli/main.ts', import.meta.url));

export async function measureLibraryScroll(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), 'tessera-scroll-'));
  let server: ChildProcess | undefined;
  let browser: Browser | undefined;
  try {
    await fill(home);
    server = spawn(process.execPath, [entry, 'serve', '--ui', '--port', '0'], {
      env: { ...process.env, TESSERA_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const address = await addressOf(server);
    const executablePath = browserExecutable();
    browser = await chromium.launch({
      ...(executablePath ? { executablePath } : {}),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(address);
    await page.evaluate(() => {
      globalThis.location.hash = '#/library';
    });
    await page.getByText('100,000 pictures').waitFor();
    await page.locator('img[src^="/image/"]').first().waitFor();
    const scrolled = await scroll(page);
    return rows(scrolled, await memoryOf(browser));
  } finally {
    await browser?.close();
    server?.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  }
}

interface Scrolled {
  /** How long each frame took, in ms, whoever was late with it. */
  readonly frames: readonly number[];
  /** Tasks of the page itself that held its thread for more than 50 ms. */
  readonly longTasks: readonly number[];
}

function rows({ frames, longTasks }: Scrolled, memory: Memory | null): Row[] {
  const minutes = (scrollMs / 60_000).toFixed(1);
  const late = frames.filter((frame) => frame > 50).length;
  return [
    {
      what: 'scrolling 100,000 pictures: the longest frame',
      value: quantile(frames, 1),
      unit: 'ms',
      bar: 50,
      runs: frames.length,
      detail: `frames over ${minutes} min without a graphics card; median ${quantile(frames, 0.5).toFixed(1)} ms, 99 % within ${quantile(frames, 0.99).toFixed(1)} ms, ${late} over 50 ms`,
    },
    {
      what: 'scrolling 100,000 pictures: tasks of the page over 50 ms',
      value: longTasks.length,
      unit: 'runs',
      bar: 0,
      runs: 1,
      detail:
        longTasks.length === 0 ? 'what the page itself does in a frame' : `the longest ${Math.max(...longTasks)} ms`,
    },
    ...(memory === null
      ? []
      : [
          {
            what: `private memory of the page's process after ${minutes} min of scrolling`,
            value: memory.privateMegabytes,
            unit: 'MB' as const,
            bar: 400,
            runs: 1,
            detail: `beside it ${memory.sharedMegabytes.toFixed(0)} MB shared: decoded pictures that are let go when memory runs short`,
          },
        ]),
  ];
}

/** Up and down through the list, a step a frame. */
async function scroll(page: Page): Promise<Scrolled> {
  return page.evaluate(
    ({ forMs, step }) =>
      new Promise<{ frames: number[]; longTasks: number[] }>((resolve) => {
        const main = document.querySelector('main');
        if (main === null) throw new Error('there is nothing to scroll');
        const frames: number[] = [];
        const longTasks: number[] = [];
        const watch = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) longTasks.push(duration);
        });
        watch.observe({ type: 'longtask' });
        const started = performance.now();
        let last = started;
        const end = main.scrollHeight - main.clientHeight;
        let by = step;
        // Counted here: to ask the page where it stands would make it lay itself out once more in every frame.
        let at = 0;
        const next = (now: number): void => {
          frames.push(now - last);
          last = now;
          if (now - started > forMs) return resolve({ frames: frames.slice(1), longTasks });
          if (at >= end) by = -step;
          if (at <= 0) by = step;
          at += by;
          main.scrollTop = at;
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    { forMs: scrollMs, step: pixelsPerFrame },
  );
}

interface Memory {
  readonly privateMegabytes: number;
  readonly sharedMegabytes: number;
}

/**
 * Of the largest process that draws pages: its private memory as Chromium counts it (anonymous and swapped pages), and what
 * it shares with other processes, where Chromium keeps decoded pictures that it lets go as soon as memory runs short.
 * null where the system does not tell.
 */
async function memoryOf(browser: Browser): Promise<Memory | null> {
  if (process.platform !== 'linux') return null;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      const status = readFileSync(`/proc/${id}/status`, 'utf8');
      const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1000;
      return { privateMegabytes: megabytes('RssAnon') + megabytes('VmSwap'), sharedMegabytes: megabytes('RssShmem') };
    })
    .reduce((a, b) => (b.privateMegabytes > a.privateMegabytes ? b : a));
}

/** Pictures with their files and thumbnails, as if each had been looked at before. */
async function fill(home: string): Promise<void> {
  const store = openStore({ file: join(home, 'tessera.db'), log: () => {} });
  fillLibrary(store, largeLibrary());
  store.close();
  const library = join(home, 'library');
  const thumbnails = join(home, 'cache', 'thumbnails');
  for (const folder of [library, thumbnails]) mkdirSync(folder, { recursive: true });
  for (let kind = 0; kind < differentPictures; kind += 1) {
    for (const width of [256, 512]) writeFileSync(join(home, `${kind}-${width}.webp`), await drawing(kind, width));
  }
  for (let n = 0; n < picturesInLargeLibrary; n += 1) {
    const kind = n % differentPictures;
    linkSync(join(home, `${kind}-512.webp`), join(library, `p${n}.png`));
    for (const width of [256, 512])
      linkSync(join(home, `${kind}-${width}.webp`), join(thumbnails, `p${n}-${width}.webp`));
  }
}

/** Soft patches with some grain: about as much to decode as a picture has. */
async function drawing(kind: number, width: number): Promise<Buffer> {
  const background = { r: (kind * 53) % 256, g: (kind * 97) % 256, b: (kind * 31) % 256 };
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 };
  const patches = await sharp({ create: { width: 32, height: 32, channels: 3, background, noise } })
    .png()
    .toBuffer();
  return sharp(patches).resize(width, width, { kernel: 'cubic' }).tint(background).webp().toBuffer();
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    server.stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      const address = /answers at (\S+)/.exec(text)?.[1];
      if (address !== undefined) resolve(address);
    });
    server.once('exit', (code) => reject(new Error(`the studio ended with ${code}: ${text}`)));
  });
}
