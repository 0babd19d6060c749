import { describe, expect, test } from 'vitest';
import { outgoingUrlFault } from '../../../../shared/domain/sync.ts';

describe('an address to send to', () => {
  test.each([
    'https://example.org/hook',
    'https://example.org:8443/a?b=c',
    'http://localhost:9000',
    'http://127.0.0.1:1/x',
    'http://[::1]:80/',
    'http://192.168.1.20/hook',
    'http://10.0.0.7/',
    'http://172.16.3.4/',
    'http://minio:9000',
    'http://studio.local/',
  ])('may be %s', (address) => {
    expect(outgoingUrlFault(address)).toBeNull();
  });

  test.each([
    ['http://example.org/hook', /https/],
    ['http://8.8.8.8/', /https/],
    ['http://172.32.0.1/', /https/],
    // The decimal and hexadecimal spelling of an address of the internet.
    ['http://134744072/', /https/],
    ['http://0x08080808/', /https/],
    ['https://user:word@example.org/', /password/],
    ['http://localhost@example.org/', /password/],
    ['https://example.org/#part', /"#"/],
    ['ftp://example.org/', /address/],
    ['file:///etc/passwd', /address/],
    ['javascript:alert(1)', /address/],
    ['example.org', /address/],
    ['', /address/],
  ])('may not be %s', (address, reason) => {
    expect(outgoingUrlFault(address)).toMatch(reason);
  });
});
