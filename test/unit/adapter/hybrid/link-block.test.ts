import { describe, expect, it } from 'vitest';
import { linkBlock } from '../../../../src/adapter/adapter.ts';
import { hybridConfig } from './real-ircd.ts';

describe('the block for an ircd-hybrid', () => {
  it('names both passwords, each in its place, and cannot be broken out of', () => {
    const config = hybridConfig();
    const link = { ...config.link, sendPassword: 'to"ircd\\', receivePassword: 'to-adapter' };
    const block = linkBlock({ ...config, link });
    expect(block).toContain('name = "adapter.test";');
    expect(block).toContain('accept_password = "to\\"ircd\\\\";');
    expect(block).toContain('send_password = "to-adapter";');
    expect(block).toContain('The casemapping of ircd-hybrid is ascii');
  });

  it('lets the address be filled in where the adapter runs elsewhere', () => {
    const block = linkBlock(hybridConfig({ address: { host: 'irc.example.net', port: 6667 } }));
    expect(block).toContain("the adapter's address");
    expect(block).not.toContain('host = "irc.example.net"');
  });
});
