import { expect, test } from 'vitest';
import { formatAddress, isLoopback, parseAddress } from '../../../src/config/parse-address.ts';

test.each([
  ['127.0.0.1:7000', { host: '127.0.0.1', port: 7000 }],
  ['irc-1.example.net:0', { host: 'irc-1.example.net', port: 0 }],
  ['[::1]:65535', { host: '::1', port: 65535 }],
])('%s is an address', (text, address) => {
  expect(parseAddress(text)).toEqual(address);
  expect(formatAddress(address)).toBe(text);
});

test.each(['', 'host', 'host:', ':7000', '::1:7000', 'host:65536', 'host:x', 'a b:1', 'host:1:2', '[::1]'])(
  '%j is none',
  (text) => {
    expect(parseAddress(text)).toBeNull();
  },
);

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['127.0.0.1.example.net', false],
  ['10.0.0.1', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback({ host, port: 1 })).toBe(expected);
});
