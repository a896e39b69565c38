import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectIrc } from '../../test/e2e/irc-client.ts';
import { SidecarProcess } from '../../test/e2e/sidecar-process.ts';
import { temporaryDirectory } from '../../test/support/temporary-directory.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const directory = temporaryDirectory();

let a: Example;
let b: Example;
let preparedB: SidecarProcess;

beforeAll(async () => {
  const prepared = await SidecarProcess.prepare(directory.path, {
    name: 'a.test',
    peers: [{ name: 'b.test' }],
  });
  a = await Example.start(prepared);
  const peers = [{ name: 'a.test', port: prepared.port }];
  preparedB = await SidecarProcess.prepare(directory.path, { name: 'b.test', peers });
  b = await Example.start(preparedB);
});
afterAll(async () => {
  for (const example of [a, b]) await example.stop();
  directory.remove();
});

test('a channel and its URL reach the other server, and what is taken back goes', async () => {
  await b.said(/^note a\.test up since /);
  await a.said(/^note b\.test up since /);
  const alice = await connectIrc({ port: a.clientPort, nick: 'alice' });
  await alice.join('#general');
  await alice.ask('TOPIC #general :come in');
  a.type('url #general https://example.net/general');
  await b.said(/^url #general https:\/\/example\.net\/general a\.test$/);
  const bob = await connectIrc({ port: b.clientPort, nick: 'bob' });
  // The URL may be faster than the channel.
  await bob.waitForState('#general', ({ topic }) => topic?.text === 'come in');
  await bob.join('#general');
  const topic = bob.received.find(({ command }) => command === '332');
  expect(topic?.params.at(-1)).toBe('come in');
  a.type('url #general -');
  await b.said(/^url #general - a\.test$/);
  alice.destroy();
  bob.destroy();
});

test('a server that was killed knows again what it had in memory only', async () => {
  const alice = await connectIrc({ port: a.clientPort, nick: 'alice' });
  await alice.join('#kept');
  a.type('url #kept https://example.net/kept');
  await b.said(/^url #kept https:/);
  await b.kill();
  b = await Example.start(preparedB);
  await b.said(/^url #kept https:\/\/example\.net\/kept a\.test$/);
  alice.destroy();
});

test('what is no URL is refused to who typed it', async () => {
  a.type('url #general javascript:alert(1)');
  await a.said(/RangeError: it is no URL/);
});

/** The example as a process, whose output is read. */
class Example {
  clientPort = 0;
  readonly #child: ChildProcess;
  readonly #output: string[] = [];
  #seen = 0;
  #look: () => void = () => {};

  private constructor(sidecar: SidecarProcess) {
    const config = `${sidecar.directory}/sidecar.toml`;
    sidecar.ops.close();
    this.#child = spawn(process.execPath, [MAIN, '--config', config, '--port', '0'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let rest = '';
    this.#child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      this.#output.push(...lines);
      this.#look();
    });
  }

  static async start(sidecar: SidecarProcess): Promise<Example> {
    const example = new Example(sidecar);
    example.clientPort = Number((await example.said(/^ready \d+$/)).slice('ready '.length));
    return example;
  }

  type(line: string): void {
    this.#child.stdin!.write(`${line}\n`);
  }

  /** The next line that fits, among those that no earlier `said` passed; the test's own time limit is the only other end. */
  async said(fits: RegExp): Promise<string> {
    for (;;) {
      const index = this.#output.findIndex((line, at) => at >= this.#seen && fits.test(line));
      if (index >= 0) {
        this.#seen = index + 1;
        return this.#output[index]!;
      }
      if (this.#child.exitCode !== null) throw new Error(`it ended: ${this.#output.join('\n')}`);
      await new Promise<void>((resolve) => {
        this.#look = resolve;
        this.#child.once('exit', () => resolve());
      });
    }
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }
}
