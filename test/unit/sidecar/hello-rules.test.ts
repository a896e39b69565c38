import { expect, test } from 'vitest';
import { createBorder, defaultLimits } from '../../../src/core/border.ts';
import type { ConflictPolicy } from '../../../src/core/choose-id.ts';
import { type ExchangeRule, passEverything } from '../../../src/core/exchange-scope.ts';

import type { IrcText } from '../../../src/core/irc-text.ts';
import { Replica } from '../../../src/core/replica.ts';
import { helloRules } from '../../../src/sidecar/hello-rules.ts';
import { helloLimits } from '../../../src/wire/hello-line.ts';
import { decodeMessage, encodeMessage } from '../../../src/wire/session-message.ts';
import { a, b, c, channelId } from '../../support/replica-fixture.ts';
import { epochA } from '../../support/scripted-session.ts';

function rulesFor(overrides: number, nameBytes: number, rule: Partial<ExchangeRule> = {}) {
  const replica = new Replica({
    server: a,
    casemapping: 'rfc1459',
    restartGraceMs: 0,
    newId: () => channelId(1),
  });
  const rules = new Map([[b, { import: passEverything, export: { ...passEverything, ...rule } }]]);
  const border = createBorder(replica, { limits: defaultLimits, rules });
  const channels = {
    conflictPolicy: 'merge' as const,
    overrides: names(overrides, nameBytes).map((name) => ({
      name,
      conflictPolicy: 'oldest' as ConflictPolicy,
    })),
  };
  return helloRules(channels, border);
}

const names = (count: number, bytes: number) =>
  Array.from({ length: count }, (_, n) => `#${n}`.padEnd(bytes, '\\') as IrcText);

/** What a peer reads of a hello with these rules. */
function read(rules: ReturnType<ReturnType<typeof helloRules>>) {
  const line = encodeMessage({
    ...{ verb: 'HELLO', version: 1, server: a, casemapping: 'rfc1459', epoch: epochA, software: 'test' },
    ...{ capabilities: [], peers: [], run: null, have: [], ...rules },
  });
  const decoded = decodeMessage(line, 'rfc1459');
  if (!('verb' in decoded) || decoded.verb !== 'HELLO') throw new Error('no peer would take this hello');
  const { conflicts, channels, fields } = decoded;
  return { conflicts, channels, fields };
}

test('policies and what is exchanged with the peer are told', () => {
  const rules = rulesFor(1, 3, { channels: ['#a*' as IrcText], fields: ['topic'] });
  expect(read(rules(b))).toEqual({
    conflicts: { policy: 'merge', overrides: new Map([['#0\\', 'oldest']]) },
    channels: ['#a*'],
    fields: ['topic'],
  });
  expect(read(rules(c))).toMatchObject({ channels: null, fields: null });
});

test.each([
  [helloLimits.conflictOverrides, 3, true],
  [helloLimits.conflictOverrides + 1, 3, false],
  [helloLimits.conflictOverrides, 200, false],
])('%d channels with policies of their own, %d bytes long', (overrides, bytes, told) => {
  const { conflicts } = read(rulesFor(overrides, bytes)(b));
  expect(conflicts?.overrides.size ?? null).toBe(told ? overrides : null);
});

test('more globs than fit are not told of', () => {
  const globs = names(32, 200);
  expect(read(rulesFor(0, 0, { channels: globs, except: globs })(b)).channels).toBeNull();
  expect(read(rulesFor(0, 0, { channels: names(32, 90), except: names(32, 90) })(b)).channels).toHaveLength(
    64,
  );
});
