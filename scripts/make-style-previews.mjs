// Draws a small picture of each style of the studio with the embedded model: node scripts/make-style-previews.mjs

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

/** The same in every style, so that only the style differs; a fox is drawn well in all of them. */
const prompt = 'a fox';
const seed = 11;
/** Twice what the picker shows, for dense screens. */
const side = 192;

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'resources', 'styles');
/** @type {{ id: string }[]} */
const styles = JSON.parse(readFileSync(join(root, 'resources', 'styles.json'), 'utf8'));
const home = mkdtempSync(join(tmpdir(), 'style-previews-'));
mkdirSync(target, { recursive: true });
for (const { id } of styles) {
  const drawn = join(home, id);
  const asked = ['generate', prompt, '--style', id, '--seed', String(seed), '--count', '1', '--out', drawn];
  execFileSync(process.execPath, [join(root, 'main', 'cli', 'main.ts'), ...asked], {
    env: { ...process.env, TESSERA_HOME: home },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const picture = readdirSync(drawn).find((file) => file.endsWith('.png') && file !== 'grid.png') ?? '';
  await sharp(join(drawn, picture))
    .resize(side)
    .webp({ quality: 72 })
    .toFile(join(target, `${id}.webp`));
  console.log(id);
}
rmSync(home, { recursive: true });
