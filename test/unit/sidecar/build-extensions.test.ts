import { expect, test } from 'vitest';
import { createBorder, defaultLimits } from '../../../src/core/border.ts';
import { Replica } from '../../../src/core/replica.ts';
import type { Announced, BurstExtension, ItemChanges } from '../../../src/extension/burst-extension.ts';
import { BurstTypeError } from '../../../src/extension/extension-manager.ts';
import { refusingBurst } from '../../../src/extension/refusing-burst.ts';
import { type BuildExtension, buildExtensions } from '../../../src/sidecar/build-extensions.ts';
import { a, b, channelId, part, t0 } from '../../support/replica-fixture.ts';
import { documentLine } from '../../support/scripted-session.ts';

function built(
  { enabled = true, enabledModules = ['channel'] }: { enabled?: boolean; enabledModules?: string[] },
  more: BuildExtension[] = [],
) {
  const replica = new Replica({
    server: a,
    casemapping: 'rfc1459',
    restartGraceMs: 0,
    newId: () => channelId(2),
  });
  replica.receive(b, part(channelId(1), []), 1, t0);
  replica.setOwnPresence(replica.table.get(channelId(1))!, 1);
  const changed: (readonly Announced[])[] = [];
  const border = createBorder(replica, { limits: defaultLimits, rules: new Map() });
  const config = { modules: { enabledModules }, channelBurst: { enabled } } as unknown as Parameters<
    typeof buildExtensions
  >[0];
  const manager = buildExtensions(config, replica, border, more, {
    changed: (announced) => void changed.push(announced),
    failed: ({ error }) => {
      throw error;
    },
  });
  const router = manager.linked({
    server: b,
    capabilities: ['stamps', 'urls'],
    channels: null,
    fields: null,
  });
  return { manager, router, changed };
}

test('channels are burst', () => {
  const { manager, router } = built({});
  expect(manager.capabilities).toContain('stamps');
  expect(router.presented(0).items).toEqual([{ burstType: 'CBURST', id: channelId(1) }]);
});

test.each([{ enabled: false }, { enabledModules: [] }])(
  'switched off (%j), nothing is presented and each line is answered',
  (config) => {
    const { manager, router } = built(config);
    expect(manager.capabilities).toEqual([]);
    expect(router.presented(0)).toEqual({ items: [], failed: [] });
    const reason = 'the channel burst is switched off here';
    const read = router.read(documentLine(channelId(1), 1));
    expect(read !== null && 'received' in read && router.apply(read, t0)).toBe(reason);
    expect(read).toMatchObject({ id: channelId(1) });
    expect(router.read('CBURST #general')).toMatchObject({ problem: { reason, channelId: null } });
  },
);

test('more can be burst, and tells of what changed under its own type', () => {
  let announce: (changes: ItemChanges) => void = () => {};
  const urls: BurstExtension = { ...refusingBurst('UBURST', ''), capabilities: ['urls'], requires: 'urls' };
  const { manager, router, changed } = built({}, [
    (_, tell) => {
      announce = tell;
      return urls;
    },
  ]);
  expect(manager.capabilities).toContain('urls');
  expect([...router.burstTypes]).toEqual(['CBURST', 'UBURST']);
  announce(new Map([[channelId(1), null]]));
  expect(changed).toEqual([[{ burstType: 'UBURST', changes: new Map([[channelId(1), null]]) }]]);
});

test('a type that is taken is a mistake of whoever starts the sidecar', () => {
  expect(() => built({}, [() => refusingBurst('CBURST', '')])).toThrow(BurstTypeError);
});
