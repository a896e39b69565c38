import { describe, expect, it } from 'vitest';
import { linkBlock } from '../../../../src/adapter/adapter.ts';
import { explainError } from '../../../../src/adapter/inspircd/explain-error.ts';
import type { AdapterConfig } from '../../../../src/config/adapter-config.ts';
import { adapterConfig } from '../../../support/adapter-config.ts';

const base = adapterConfig(7000);
const config: AdapterConfig = {
  ...base,
  link: { ...base.link, sendPassword: 'to-"ircd"&<', receivePassword: 'to-adapter' },
};

describe('linkBlock', () => {
  it('has the passwords the way round that the ircd means them', () => {
    const block = linkBlock(config);
    expect(block).toContain('sendpass="to-adapter"');
    expect(block).toContain('recvpass="to-&quot;ircd&quot;&amp;&lt;"');
    expect(block).toContain('<link name="adapter.test"');
    expect(block).toContain('<bind address="127.0.0.1" port="7000" type="servers">');
    expect(block).toContain('<module name="spanningtree">');
    expect(block).toMatch(
      /modes only when a\n# server links: an adapter .* has to be restarted after the rehash/,
    );
  });
});

describe('explainError', () => {
  it.each([
    [
      "Mismatched server name or password (check the other server's snomask output ...)",
      /no <link> block.*recvpass.*--config FILE --print-link/,
    ],
    ['Server adapter.test already exists on server insp.test!', /older link/],
    ['Server ID 1AD already exists on server adapter.test! ...', /sid/],
    ['Invalid format server ID: ABC!', /sid/],
    ['CAPAB negotiation failed: Server is using protocol version 1201 which is too old', /InspIRCd 3/],
  ])('says what to do about %s', (text, next) => {
    expect(explainError(text)).toMatch(next);
  });

  it('knows nothing of others', () => {
    expect(explainError('Good bye')).toBeNull();
  });
});
