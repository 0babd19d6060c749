// Only https links to hosts we link to ourselves leave the app.

import { beforeEach, describe, expect, test } from 'vitest';
import { externalLink, openExternalLink } from '../../../../main/shell/external-links.ts';
import { resetElectron, shell } from '../../../fakes/electron.ts';

beforeEach(resetElectron);

describe('externalLink', () => {
  test.each(['https://github.com/', 'https://huggingface.co/some/model?x=1#y', 'HTTPS://GitHub.com/a'])(
    'lets %s out',
    (address) => {
      expect(externalLink(address)).toBe(new URL(address).href);
    },
  );

  test.each([
    'http://github.com/',
    'file:///etc/passwd',
    'smb://github.com/share',
    'ms-msdt:/id PCWDiagnostic',
    'javascript:alert(1)',
    'data:text/html,hello',
    'vscode://github.com/',
    'tessera://app/',
    'https://github.com@evil.example/',
    'https://user@github.com/',
    'https://user:password@github.com/',
    'https://github.com:8443/',
    'https://github.com.evil.example/',
    'https://evilgithub.com/',
    'https://gist.github.com/',
    'https://github.com./',
    'https://evil.example/?https://github.com/',
    'https://evil.example/#https://github.com/',
    'https:\\\\evil.example\\github.com',
    'https://127.0.0.1/',
    '//github.com/',
    'github.com',
    '',
  ])('keeps %j in', (address) => {
    expect(externalLink(address)).toBeNull();
  });
});

describe('openExternalLink', () => {
  test('hands an allowed link to the system', async () => {
    await openExternalLink('https://github.com/', () => {});
    expect(shell.opened).toEqual(['https://github.com/']);
  });

  test('drops and logs any other without repeating its address', async () => {
    const lines: string[] = [];
    await openExternalLink('file:///home/ada/secret', (line) => lines.push(line));
    expect(shell.opened).toEqual([]);
    expect(lines).toEqual(['refused to open a link outside: file:']);
  });
});
