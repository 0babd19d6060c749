// Measures enlarging: megapixels of result per second, and with --large the memory that 256 of them take.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { UpscalerManifest } from '../../shared/domain/upscaler.ts';
import { upscaleCommand, generateCommand } from '../fixtures/engine-commands.ts';
import { only, openRealEngine } from '../fixtures/real-engine.ts';
import { median, type Row } from './row.ts';

const rounds = 3;
const folder = join(import.meta.dirname, '../../resources/upscalers/esrgan-slim');
const { name, range, channels, factors } = UpscalerManifest.parse(
  JSON.parse(readFileSync(join(folder, 'upscaler.json'), 'utf8')),
);

export async function measureUpscaling(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { factor, passes } of factors) {
    const runs = [];
    for (let round = 0; round < rounds; round += 1) {
      runs.push(await enlargeOnce({ side: 512, factor, upscaler: { name, folder, range, channels, passes } }));
    }
    rows.push({
      what: `upscaling x${factor} by ${name}, megapixels of the result per second`,
      value: median(runs.map(({ megapixels, seconds }) => megapixels / seconds)),
      unit: 'MP/s',
      bar: null,
      runs: rounds,
      detail: `512 x 512, in ${passes.length} ${passes.length === 1 ? 'pass' : 'passes'}`,
    });
  }
  if (process.argv.includes('--large')) rows.push(await largePicture());
  return rows;
}

/** Minutes of work, so only when asked for. */
async function largePicture(): Promise<Row> {
  const passes = factors.find(({ factor }) => factor === 4)?.passes ?? [];
  const run = await enlargeOnce({ side: 4000, factor: 4, upscaler: { name, folder, range, channels, passes } });
  return {
    what: 'peak memory of the host while 4000 x 4000 becomes 16000 x 16000',
    value: run.peakMegabytes,
    unit: 'MB',
    bar: 1500,
    runs: 1,
    detail: `${run.seconds.toFixed(0)} s`,
  };
}

async function enlargeOnce(options: {
  readonly side: number;
  readonly factor: 2 | 3 | 4;
  readonly upscaler: Parameters<typeof upscaleCommand>[0]['upscaler'] & object;
}) {
  const { side, factor, upscaler } = options;
  const real = openRealEngine();
  const home = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
  try {
    const source = join(home, 'source.png');
    writeFileSync(source, await drawing(side));
    const [planned] = generateCommand({ folder: home }).images;
    if (planned === undefined) throw new Error('a generation has a picture');
    const command = upscaleCommand({ folder: home, parent: { ...planned, output: source }, factor, upscaler });
    // A first small one, so that starting the host and loading the network are not counted.
    const small = join(home, 'small.png');
    writeFileSync(small, await drawing(32));
    await real.run(
      upscaleCommand({ folder: home, id: 'warm', parent: { ...planned, output: small }, factor, upscaler }),
    );
    const started = performance.now();
    const events = await real.run(command);
    const [image] = only(events, 'image');
    if (image === undefined) throw new Error('no picture came of it');
    const seconds = (performance.now() - started) / 1000;
    return { seconds, megapixels: (image.width * image.height) / 1e6, peakMegabytes: peakOf(real.pids[0] ?? 0) };
  } finally {
    await real.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** What the system says the process held at its largest; Linux only, like the rest of this benchmark's window. */
function peakOf(pid: number): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) / 1000;
}

/** Plain colours, edges and a soft gradient, as drawings have. */
async function drawing(side: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="${side}" height="${side}">
    <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#8cf"/><stop offset="1" stop-color="#fed"/></linearGradient></defs>
    <rect width="100" height="100" fill="url(#sky)"/><circle cx="50" cy="55" r="30" fill="#e33"/><path d="M20 90 L50 20 L80 90Z" fill="#284" opacity=".7"/></svg>`;
  return await sharp(Buffer.from(svg)).png().toBuffer();
}
