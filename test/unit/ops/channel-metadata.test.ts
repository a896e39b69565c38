import { expect, test } from 'vitest';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { listMetadata, metadataEntry } from '../../../src/ops/channel-metadata.ts';
import { SEES_EVERYTHING } from '../../../src/ops/visibility.ts';
import type { CallError } from '../../../src/rpc/call-error.ts';
import { decodeErrorInfo } from '../../../src/rpc/error-details.ts';
import { at, createReplica, metadata, name, t0, topic } from '../../support/replica-fixture.ts';

test('entries come by name, a page at a time, without what is no entry', () => {
  const replica = createReplica();
  replica.advance(t0);
  const entry = replica.createChannel(name, t0, [], true);
  replica.setOwnPresence(entry, 1);
  const fields = [metadata('url', 'u'), metadata('note', 'n'), metadata('gone', null), topic('t')];
  replica.write(entry, fields, () => at(0));
  const view = replica.view(replica.key(name))!;
  const ask = (page_token: string) => listMetadata(view, { page_size: 1, page_token }, SEES_EVERYTHING);
  const first = ask('');
  expect(first.entries).toMatchObject([{ name: 'note', value: Buffer.from('n'), writer: 'a.example' }]);
  const last = ask(first.next_page_token!);
  expect(last).toMatchObject({ entries: [{ name: 'url' }], next_page_token: '' });
  expect(() => ask('no token')).toThrow('page token');
});

test('an entry that is not there leads to those of that channel, in words that a shell takes as they are', () => {
  const replica = createReplica();
  const entry = replica.createChannel("#it's" as IrcText, t0, [], true);
  replica.setOwnPresence(entry, 1);
  const view = replica.view(replica.key("#it's" as IrcText))!;
  let refused: CallError | null = null;
  try {
    metadataEntry(view, 'url');
  } catch (error) {
    refused = error as CallError;
  }
  expect(decodeErrorInfo(refused!.metadata)?.metadata.nextCommand).toBe("cburst metadata list '#it'\\''s'");
});
