import type { ServerName } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import type { PrefixMode } from '../../src/core/member.ts';
import { type Act, CHANNELS, NICKS, type TimedAct } from './acts.ts';
import type { FaultOptions } from './faults.ts';
import type { Random } from './random.ts';
import { type Story, takesPlace, timed, wish } from './stories.ts';

const SHARE = 0.06;
/** Where a link is never there, which is seldom. */
const APART_SHARE = 0.4;
/** Comparisons have brought by then what one end of the missing link wrote to the other, milliseconds. */
const COMPARED_MS = 90_000;
/** An ircd takes up to 40 ms to answer, and is given the next update then: at any time one is likely to be unanswered. */
const TIMES_ANEW = 10;
const ANEW_MS_MAX = 30;

/**
 * Stories without which a wrong rule took thousands of seeds to be seen. `unlinked`: pairs that never link. `random` is their
 * own, so that what else happens in a seed does not depend on them.
 */
export function rareStoriesOf(
  names: readonly ServerName[],
  faults: FaultOptions,
  unlinked: readonly (readonly ServerName[])[],
  spanMs: number,
  random: Random,
): TimedAct[] {
  const anywhere = [...(faults.operators ? [setAnewWhileUnsaid] : []), takenBackAndGivenAnew];
  return [
    ...anywhere.flatMap((story) => takesPlace(story, SHARE, names, spanMs, random)),
    ...(faults.operators ? unlinked : []).flatMap((ends) =>
      takesPlace(hiddenFromTheOtherEnd, APART_SHARE, ends, spanMs, random),
    ),
  ];
}

/** A ban is taken away below and set anew above, while its ircd has shown it below and not yet said so. */
const setAnewWhileUnsaid: Story = ({ server, channel: above, mask }, random) => {
  const below = random.pick(CHANNELS.filter((name) => name !== above));
  const acts: [number, Act][] = [];
  let atMs = 4000;
  for (let left = TIMES_ANEW; left > 0; left--) {
    atMs += random.whole(ANEW_MS_MAX);
    acts.push([atMs, wish(server, below, { unban: mask })]);
    acts.push([atMs, wish(server, above, { unban: mask })]);
    acts.push([atMs, wish(server, above, { ban: mask })]);
  }
  return timed([...inheriting(server, above, below), ...acts]);
};

/** What somebody was given by account another user takes away and gives anew. */
const takenBackAndGivenAnew: Story = ({ server, other, channel }) => {
  const account = 'Ann' as IrcText;
  const raise = (at: ServerName, atMs: number, modes: readonly PrefixMode[]) =>
    NICKS.map((nick): [number, Act] => [atMs, { kind: 'prefix', server: at, channel, nick, modes }]);
  return timed([
    [0, { kind: 'join', server, channel, account }],
    ...raise(server, 1000, ['op']),
    [6000, { kind: 'join', server: other, channel, account }],
    ...raise(other, 11_000, []),
    ...raise(other, 12_000, ['op']),
  ]);
};

/** A removal that hides what is inherited: nothing but a comparison brings it to the other end of a link that is never there. */
const hiddenFromTheOtherEnd: Story = ({ server, other, channel: above, mask }, random) => {
  const below = random.pick(CHANNELS.filter((name) => name !== above));
  return timed([
    ...inheriting(server, above, below),
    [2, { kind: 'join', server: other, channel: below }],
    [4000, wish(server, above, { ban: mask })],
    [COMPARED_MS, wish(server, below, { unban: mask })],
  ]);
};

function inheriting(server: ServerName, above: string, below: string): [number, Act][] {
  return [
    [0, { kind: 'join', server, channel: above }],
    [1, { kind: 'join', server, channel: below }],
    [2000, { kind: 'note', server, channel: below, name: 'parent', value: above }],
    [2000, { kind: 'note', server, channel: below, name: 'inherit', value: 'bans' }],
  ];
}
