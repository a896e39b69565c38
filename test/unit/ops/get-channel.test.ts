import { expect, test } from 'vitest';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { getChannel } from '../../../src/ops/get-channel.ts';
import { SEES_EVERYTHING } from '../../../src/ops/visibility.ts';
import { createReplica, t0 } from '../../support/replica-fixture.ts';

function ask(name: string, ...paths: string[]) {
  const replica = createReplica();
  replica.setOwnPresence(replica.createChannel('#Here' as IrcText, t0, [], true), 2);
  return getChannel(
    replica,
    { stream: null },
    { name: Buffer.from(name), read_mask: { paths }, reveal_keys: false },
    SEES_EVERYTHING,
  );
}

test('a channel is told whole, or the fields that the read mask names', () => {
  expect(Object.keys(ask('#here'))).toContain('ancestors');
  expect(ask('#HERE', 'key', 'shown_by_host')).toEqual({ key: Buffer.from('#here'), shown_by_host: false });
});

test('what is no field and what is not known is refused', () => {
  expect(() => ask('#here', 'documents.id')).toThrow(
    '"documents.id" is no field: there are key, documents, ',
  );
  expect(() => ask('#there')).toThrow('no channel #there is known');
});
