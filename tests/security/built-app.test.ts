// The built app: what was bundled, not what was meant. `npm run build` makes it; `npm test` builds before it gets here.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { filesUnder, readText, root } from './shipped-sources.ts';

beforeAll(() => {
  if (!existsSync(join(root, 'out', 'renderer', 'index.html')))
    throw new Error('out/ is not built: run `npm run build` first');
});

describe('the built page', () => {
  test('has no script or style written into it, and takes nothing from elsewhere', () => {
    const html = readText('out/renderer/index.html');
    expect(html).toContain('<script');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=|javascript:/i);
    expect(html).not.toMatch(/(?:src|href)=["'](?:https?:)?\/\//);
  });

  test('has style sheets that take nothing from elsewhere', () => {
    const sheets = filesUnder('out/renderer').filter((path) => path.endsWith('.css'));
    expect(sheets.length).toBeGreaterThan(0);
    expect(sheets.filter((path) => /url\(["']?(?:https?:)?\/\/|@import/.test(readText(path)))).toEqual([]);
  });
});

describe('the built preload script', () => {
  test('is one file that needs nothing but Electron', () => {
    expect(filesUnder('out/preload').filter((path) => !path.endsWith('.map'))).toEqual(['out/preload/index.cjs']);
    const required = [...readText('out/preload/index.cjs').matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(
      (found) => found[1],
    );
    expect(required).toEqual(['electron']);
  });
});

describe('the built main process', () => {
  test('holds no part of the engine: that runs in a process of its own', () => {
    const main = readText('out/main/index.js');
    expect(main).not.toMatch(/from ["']onnxruntime-node["']|import\(["']onnxruntime-node["']\)/);
    expect(main).not.toMatch(/from ["']sharp["']|import\(["']sharp["']\)/);
  });
});
