import { parseServerName } from '../../src/core/identity.ts';
import type { PeerLink } from '../../src/peer/peer-link.ts';
import { channelId } from '../support/replica-fixture.ts';
import { CHANNELS } from './acts.ts';
import type { Endpoint } from './network.ts';
import type { Random } from './random.ts';

/** A peer that everybody has configured, and that says what it likes. */
export const HOSTILE = parseServerName('m.example')!;

/** Channels that others take in from it: its own. What it says of any other must have no effect. */
export const HOSTILE_CHANNELS = '#evil*';

/** In every value that it writes. */
export const HOSTILE_MARK = 'hostile';

const EPOCH = 'eeeeeeee-0000-4000-8000-000000000000';
const OWN_IDS = 7_000_000;

/** The sidecar of a server that is authenticated and hostile: it keeps just enough of the protocol to be heard. */
export class Hostile implements Endpoint {
  readonly server = HOSTILE;
  alive = true;
  readonly #links = new Map<string, { link: PeerLink; pages: number }>();
  /** What it heard of other people's channels: `<channel> <id> <server> <created>`. */
  readonly #heard = new Set<string>();

  reach(): void {}

  addLink(link: PeerLink): void {
    const { peer } = link;
    this.#links.set(peer, { link, pages: 0 });
    link.open({
      line: (line) => this.#hear(link, line),
      drain: () => {},
      closed: () => {
        if (this.#links.get(peer)?.link === link) this.#links.delete(peer);
      },
    });
    link.write([`HELLO 1 ${HOSTILE} rfc1459 ${EPOCH} SOFTWARE "${HOSTILE_MARK}" CAPS "stamps" PEERS ""`]);
  }

  /** Its operator pulls the plug. */
  silence(): void {
    this.alive = false;
  }

  /** Says some lines to a peer that it is linked with. */
  say(peer: string, random: Random, nowMs: number): void {
    const connection = this.#links.get(peer);
    if (connection === undefined) return;
    const lines = Array.from({ length: 1 + random.whole(4) }, () => this.#claim(random, nowMs));
    const control = random.weighted({ page: 12, 'wrong page': 1, request: 2, garbage: 2, again: 1 });
    if (control === 'garbage') lines.push('CBURST', 'EVIL "', `CBURST #one ${HOSTILE_MARK} - -`);
    connection.link.write(lines);
    const inPage = lines.filter((line) => line.startsWith('CBURST')).length;
    const count = control === 'wrong page' ? inPage + 1 : inPage;
    connection.link.write([`PAGE ${++connection.pages} ${count} ${connection.pages}`]);
    if (control === 'request') connection.link.write(['REQUEST *', `REQUEST ${channelId(123_456)}`]);
    if (control === 'again') connection.link.write(['BURST full 0', 'EOB 0']);
  }

  #hear(link: PeerLink, line: string): void {
    const [verb, ...words] = line.split(' ');
    if (verb === 'HELLO') link.write(['RESUME - 0', 'BURST full 0', 'EOB 0']);
    else if (verb === 'PAGE') link.write([`ACK ${words[0]}`]);
    else if (verb === 'PING') link.write([`PONG ${words[0]}`]);
    else if (verb === 'CBURST') this.#heard.add(words.slice(0, 4).join(' '));
  }

  /** A channel line: of its own channels, of others' with a false origin or age, in others' names, from the future. */
  #claim(random: Random, nowMs: number): string {
    const known = [...this.#heard].filter((heard) => !heard.startsWith('#evil'));
    // One name for each id: who gets two keeps the first, and another server may have got the other.
    const number = random.whole(3);
    const own = `#evil-${number} ${channelId(OWN_IDS + number)} ${HOSTILE} ${time(nowMs)}`;
    const [channel, id, server, created] = (known.length > 0 ? random.pick(known) : own).split(' ');
    const slot = known.length > 0 ? CHANNELS.indexOf(channel!) : 10 + number;
    const identity = random.pick([
      own,
      `${channel} ${id} ${server} ${created}`,
      `${channel} ${id} ${HOSTILE} ${created}`,
      `${channel} ${id} ${server} ${time(nowMs - 40 * 365 * 24 * 3600 * 1000)}`,
      `${channel} ${channelId(OWN_IDS + 100 + slot)} ${HOSTILE} ${time(1_000_000_000_000)}`,
      `${channel} ${channelId(OWN_IDS + 200 + slot)} ${server} ${time(nowMs + 1e9)}`,
    ]);
    const by = random.pick([HOSTILE, server, 'a.example', 'b.example']);
    const ms = random.pick([nowMs, nowMs + 1e8, nowMs + 3e10, nowMs + 1e12, 0]);
    const stamp = `${Math.max(0, ms).toString(36)}@${by}`;
    const wish = random.pick([
      `TOPIC "${HOSTILE_MARK}" - -`,
      `NOTOPIC`,
      `+k KEY ${HOSTILE_MARK}`,
      'NOKEY',
      `BANMASKS "${HOSTILE_MARK}${random.whole(999)}!*@*"`,
      'UNBANMASKS "a!*@*"',
      '-n',
      `EVIL ${HOSTILE_MARK}`,
    ]);
    const members = random.chance(0.6) ? ` MEMBERS ${random.whole(9)}` : '';
    return `CBURST ${identity} ${wish}${members} STAMPS ${stamp}`;
  }
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}
