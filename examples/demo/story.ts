import type { Told } from '../../test/e2e/channel-story.ts';
import type { ChannelState, IrcClient } from '../../test/e2e/irc-client.ts';
import type { DemoNetwork } from './demo-network.ts';
import type { DemoSide } from './demo-side.ts';
import { readableText } from './readable-text.ts';
import { sameState } from './same-state.ts';
import { sideBySide } from './side-by-side.ts';
import type { Transcript } from './transcript.ts';

const CHANNEL = '#general';
const KEY = 'sesame';

/** How long a change may take to arrive: longer than a sidecar waits at most before it dials again, a minute. */
const AGREE_MS_MAX = 90_000;
/** Between two looks at a server. */
const LOOK_AGAIN_MS = 20;

/** Somebody who uses one of the servers. */
interface User {
  readonly name: string;
  readonly side: DemoSide;
  readonly client: IrcClient;
}

/** What the demo shows, scene by scene. Throws at the first thing that does not hold. */
export class Story {
  readonly #network: DemoNetwork;
  readonly #transcript: Transcript;
  readonly #signal: AbortSignal;
  /** When the last act began: delays are measured from there. */
  #actedAt = 0;
  /** IRC operators who watch from outside of the channel: they are told its key and lists. */
  readonly #watchers = new Map<DemoSide, User>();

  constructor(network: DemoNetwork, transcript: Transcript, signal: AbortSignal) {
    this.#network = network;
    this.#transcript = transcript;
    this.#signal = signal;
  }

  /** Alice's server and bob's. Of a third one only the watcher is there. */
  get #sides(): readonly [DemoSide, DemoSide] {
    return this.#network.sides as readonly DemoSide[] as [DemoSide, DemoSide];
  }

  async run(): Promise<void> {
    const [a, b] = this.#sides;
    for (const side of this.#network.sides) await this.#watch(side);
    const alice = await this.#user('alice', a);
    await this.#created(alice);
    const bob = await this.#user('bob', b);
    await this.#joined(bob);
    await this.#changedOnB(bob);
    await this.#split(alice, bob);
    const newBob = await this.#ircdLost(alice);
    await this.#sidecarStopped(alice, newBob);
    if (b.adapter !== null) await this.#adapterStopped(newBob);
    await this.#why(a);
    await this.#gone(alice, newBob);
  }

  async #created(alice: User): Promise<void> {
    this.#transcript.scene('alice makes a channel on A; nobody on B has ever heard of it');
    await this.#does(alice, `JOIN ${CHANNEL}`);
    await this.#does(
      alice,
      `TOPIC ${CHANNEL} :Welcome to ${CHANNEL}! "Quotes", \xfcmlauts and KEY words are just text`,
      `MODE ${CHANNEL} +ntmikl ${KEY} 10`,
      `MODE ${CHANNEL} +bb *!*@spam.example *!*@flood.example`,
      `MODE ${CHANNEL} +eI *!*@good.flood.example bob!*@*`,
    );
    await this.#agree('everybody shows the channel as A does: topic, modes, key, limit, lists', (state) => {
      return state.bans.length === 2 && state.invites.length === 1 && limitIs(state, '10');
    });
    await this.#listed(this.#sides[1], true, `${CHANNEL} is in B's LIST before anybody there joined`);
  }

  async #joined(bob: User): Promise<void> {
    this.#transcript.scene('bob comes in on B, where the key that was set on A counts');
    const refused = await this.#does(bob, `JOIN ${CHANNEL}`);
    this.#require(refused.includes('475'), 'B refuses bob without the key (475)');
    await this.#does(bob, `JOIN ${CHANNEL} ${KEY}`);
    const names = await bob.client.names(CHANNEL);
    this.#require(names.includes('bob'), 'bob is in with the key, and as the first on B no operator');
  }

  async #changedOnB(bob: User): Promise<void> {
    this.#transcript.scene(
      'with the rights of an IRC operator bob becomes operator on B; he changes things, A follows',
    );
    await this.#opped(bob);
    await this.#setsTopic(bob, 'bob was here');
    await this.#does(bob, `MODE ${CHANNEL} -m+l-b 20 *!*@spam.example`);
    await this.#agree('A shows what bob did: topic, -m, +l 20, one ban less', (state) => {
      return state.topic?.text === 'bob was here' && limitIs(state, '20') && state.bans.length === 1;
    });
  }

  async #split(alice: User, bob: User): Promise<void> {
    const [, b] = this.#sides;
    this.#transcript.scene('the sidecar of B is cut off; both sides go on and change the same things');
    await this.#does(alice, 'JOIN #only-on-a');
    await this.#listed(this.#sides[1], true, '#only-on-a is in the LIST of B', '#only-on-a');
    this.#actedAt = performance.now();
    await this.#network.cut(b);
    this.#transcript.note('the cable is cut, the sidecars have noticed');
    await this.#listed(
      this.#sides[1],
      false,
      'B has cleaned up #only-on-a, which only A holds',
      '#only-on-a',
    );
    await this.#does(alice, `MODE ${CHANNEL} -b *!*@flood.example`);
    await this.#setsTopic(alice, 'set by alice during the split');
    // Writes are ordered by when the sidecars hear of them: bob's topic is to be later beyond doubt.
    await this.#stored(alice.side, 'set by alice during the split');
    await this.#does(bob, `MODE ${CHANNEL} +b-e *!*@late.example *!*@good.flood.example`);
    await this.#setsTopic(bob, 'set by bob a little later');
    await this.#showAll();
    this.#transcript.note('the cable is mended');
    this.#actedAt = performance.now();
    this.#network.mend();
    const healed = (state: ChannelState): boolean =>
      masks(state) === '*!*@late.example' &&
      state.excepts.length === 0 &&
      state.topic?.text === 'set by bob a little later';
    await this.#agree('all agree: the later topic, the new ban, and what was removed stays removed', healed);
    await this.#listed(this.#sides[1], true, '#only-on-a is back in the LIST of B', '#only-on-a');
    await this.#does(alice, 'PART #only-on-a');
  }

  async #ircdLost(alice: User): Promise<User> {
    const [, b] = this.#sides;
    this.#transcript.scene('the ircd of B is killed and starts empty; meanwhile alice removes a ban');
    await b.killIrcd();
    this.#transcript.note('the ircd of B is dead');
    await this.#does(alice, `MODE ${CHANNEL} -b+b *!*@late.example *!*@other.example`);
    this.#actedAt = performance.now();
    await b.restartIrcd();
    await this.#watch(b);
    const restored = (state: ChannelState): boolean =>
      masks(state) === '*!*@other.example' && state.modes.includes('k') && state.invites.length === 1;
    await this.#agree('B has everything again, with the ban gone; A has lost nothing', restored);
    const bob = await this.#user('bob', b);
    await this.#does(bob, `JOIN ${CHANNEL} ${KEY}`);
    await this.#opped(bob);
    return bob;
  }

  async #sidecarStopped(alice: User, bob: User): Promise<void> {
    const [a] = this.#sides;
    this.#transcript.scene('the sidecar of A is stopped; both sides change things again');
    await a.sidecar.stop();
    this.#transcript.note('the sidecar of A has stopped, its ircd goes on');
    await this.#does(alice, `MODE ${CHANNEL} -b *!*@other.example`, `MODE ${CHANNEL} +m`);
    await this.#does(bob, `MODE ${CHANNEL} -l`);
    await this.#setsTopic(bob, 'all is well');
    await this.#showAll();
    this.#actedAt = performance.now();
    a.sidecar.start();
    this.#transcript.note('the sidecar of A starts');
    const healed = (state: ChannelState): boolean =>
      masks(state) === '' && state.modes === 'ikmnt' && state.topic?.text === 'all is well';
    await this.#agree('all agree; the ban that went while the sidecar was away stays away', healed);
  }

  async #adapterStopped(bob: User): Promise<void> {
    const [, b] = this.#sides;
    this.#transcript.scene('the adapter of B is stopped while bob removes an invitation');
    await b.adapter!.stop();
    await this.#does(bob, `MODE ${CHANNEL} -I bob!*@*`);
    this.#actedAt = performance.now();
    b.adapter!.start();
    await this.#agree('the invitation is gone everywhere', (state) => state.invites.length === 0);
  }

  async #why(side: DemoSide): Promise<void> {
    this.#transcript.scene('why is it so? The sidecar of A knows who wrote what');
    this.#transcript.act('operator', `cburst channel '${CHANNEL}'`);
    this.#transcript.block(await side.ask('channel', CHANNEL));
  }

  async #gone(alice: User, bob: User): Promise<void> {
    this.#transcript.scene('alice and bob leave; the channel is gone everywhere');
    await this.#does(bob, `PART ${CHANNEL}`);
    await this.#agree(
      'bob has left, B still shows the channel for the sake of alice',
      ({ exists }) => exists,
    );
    await this.#does(alice, `PART ${CHANNEL}`);
    await this.#agree('nobody is in it any more: it is gone everywhere', ({ exists }) => !exists);
    for (const side of this.#network.sides) {
      const { channels } = JSON.parse(await side.ask('channels', '--json')) as { channels: unknown[] };
      this.#require(channels.length === 0, `the sidecar of ${side.label} shows no channel`);
    }
  }

  async #watch(side: DemoSide): Promise<void> {
    const client = await side.connect(`watch${side.label}`);
    await client.oper();
    this.#watchers.set(side, { name: client.nick, side, client });
  }

  async #user(name: string, side: DemoSide): Promise<User> {
    return { name, side, client: await side.connect(name) };
  }

  async #opped(bob: User): Promise<void> {
    const line = bob.side.opCommand(CHANNEL, bob.name);
    if (bob.side.kind === 'hybrid') await this.#does(bob, 'OPER op oppw', line);
    else await this.#does(this.#watchers.get(bob.side)!, line);
    await bob.client.barrier();
    const names = await bob.client.names(CHANNEL);
    this.#require(
      names.includes(`@${bob.name}`),
      `${bob.name} is operator of ${CHANNEL} on ${bob.side.label}`,
    );
  }

  /** Sends lines, waits until the ircd has handled them, and returns the numerics of its answers. */
  async #does(user: User, ...lines: string[]): Promise<string[]> {
    for (const line of lines) this.#transcript.act(`${user.name}@${user.side.label}`, readableText(line));
    this.#actedAt = performance.now();
    const answers = await user.client.ask(...lines);
    const errors = answers.filter(({ command }) => /^[45]\d\d$/.test(command));
    for (const { raw } of errors)
      this.#transcript.answer(`${user.name}@${user.side.label}`, readableText(raw));
    return answers.map(({ command }) => command);
  }

  /** An InspIRCd with links refuses a topic in the same second as the one before (437): the user tries again. */
  async #setsTopic(user: User, text: string): Promise<void> {
    const line = `TOPIC ${CHANNEL} :${text}`;
    this.#transcript.act(`${user.name}@${user.side.label}`, line);
    await this.#until(`${user.name} may set the topic`, async () => {
      this.#actedAt = performance.now();
      return !(await user.client.ask(line)).some(({ command }) => command === '437');
    });
  }

  /** Waits until all servers show the same, and it fits; shows all. */
  async #agree(what: string, fits: (state: ChannelState) => boolean): Promise<void> {
    await this.#until(what, async () => {
      const [first, ...others] = await this.#told();
      const same = others.every((other) => sameState(first!, other));
      return same && [first!, ...others].every(({ state }) => fits(state));
    });
    const tookMs = performance.now() - this.#actedAt;
    await this.#showAll();
    this.#transcript.held(what, tookMs);
  }

  /** Until the sidecar has what was done on its side. */
  async #stored(side: DemoSide, text: string): Promise<void> {
    const what = `the sidecar of ${side.label} has "${text}"`;
    await this.#until(what, async () => (await side.ask('channel', CHANNEL, '--json')).includes(text));
    this.#transcript.note(what);
  }

  async #listed(side: DemoSide, wanted: boolean, what: string, channel = CHANNEL): Promise<void> {
    const since = this.#actedAt;
    await this.#until(what, async () => (await this.#watcher(side).list()).has(channel) === wanted);
    this.#transcript.held(what, performance.now() - since);
  }

  async #until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + AGREE_MS_MAX;
    while (!(await holds())) {
      this.#signal.throwIfAborted();
      if (performance.now() > deadline) {
        await this.#showAll();
        throw new Error(`not within ${AGREE_MS_MAX / 1000} s: ${what}`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }

  #require(holds: boolean, what: string): void {
    if (!holds) throw new Error(what);
    this.#transcript.held(what, null);
  }

  async #told(): Promise<Told[]> {
    const told: Told[] = [];
    for (const side of this.#network.sides) {
      told.push({ kind: side.kind, state: await this.#watcher(side).channelState(CHANNEL) });
    }
    return told;
  }

  async #showAll(): Promise<void> {
    const titles = this.#network.sides.map(({ title }) => title);
    this.#transcript.block(
      sideBySide(
        titles,
        (await this.#told()).map(({ state }) => state),
      ),
    );
  }

  #watcher(side: DemoSide): IrcClient {
    return this.#watchers.get(side)!.client;
  }
}

/** An ircd that does not tell the limit to those outside does not count. */
function limitIs(state: ChannelState, limit: string): boolean {
  return state.modes.includes('l') && (state.parameters.l ?? limit) === limit;
}

function masks(state: ChannelState): string {
  return state.bans.map(({ mask }) => mask).join(' ');
}
