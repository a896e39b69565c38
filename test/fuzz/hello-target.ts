import { strict as assert } from 'node:assert';
import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import { parseServerName } from '../../src/core/identity.ts';
import { ExtensionManager } from '../../src/extension/extension-manager.ts';
import { refusingBurst } from '../../src/extension/refusing-burst.ts';
import { LineSplitter } from '../../src/peer/line-splitter.ts';
import { PeerSession, type PeerSessionEvents } from '../../src/peer/peer-session.ts';
import type { SessionServer } from '../../src/peer/session-server.ts';
import { type Admission, exchangeAdmission } from '../../src/peer/tls-admission.ts';
import { lineBytesMax } from '../../src/wire/line-bytes.ts';
import { FuzzLink } from './fuzz-link.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { growBytes, mutateBytes } from './mutate-bytes.ts';
import { dictionary, sessionLines } from './vectors.ts';

const self = parseServerName('a.example')!;
const peer = parseServerName('server1.example.com')!;
const hellos = sessionLines.filter((line) => line.startsWith('HELLO '));
const bytesMax = 4096;

/** An input: how long the chunks are, and the first bytes of a secured connection: admission, hello, and what follows. */
export const target: FuzzTarget = {
  seeds: [
    '\x05BYE pin "who are you"\n',
    `\xff${'A'.repeat(1100)}`,
    ...hellos.map((line) => `\x40ACCEPT\n${line}\nRESUME - 0\nPING 1\n`),
  ],
  mutate: (input, other, random) => mutateBytes(input, other, dictionary, bytesMax, random),
  grow: (input, random) => growBytes(input, random),
  run(input) {
    const chunkBytes = (input.charCodeAt(0) & 0xff) + 1;
    const bytes = Buffer.from(input.slice(1), 'latin1');
    const socket = new FakeSocket();
    const admissions: Admission[] = [];
    exchangeAdmission(socket as unknown as Duplex, null, { after: () => () => {} }, (admission) =>
      admissions.push(admission),
    );
    let at = 0;
    for (; at < bytes.length && admissions.length === 0; at += chunkBytes) {
      socket.emit('data', bytes.subarray(at, at + chunkBytes));
    }
    if (admissions.length === 0) socket.emit('close');
    assert(admissions.length === 1, `${admissions.length} answers to one admission`);
    if (admissions[0]!.admitted) greet(Buffer.concat([socket.rest, bytes.subarray(at)]));
  },
};

function greet(bytes: Buffer): void {
  const link = new FuzzLink(peer, false);
  const heard: string[] = [];
  const session = new PeerSession(
    link,
    server,
    { pageSize: 2, burstTimeoutMs: 1000 },
    eventsOf(heard),
    () => 0,
  );
  session.start();
  const splitter = new LineSplitter(lineBytesMax);
  splitter.add(bytes);
  for (let line = splitter.next(); line !== null; line = splitter.next()) link.say(line);
  const { hello } = session;
  assert.deepEqual(heard.filter((event) => event === 'accepted').length, hello === null ? 0 : 1);
  if (hello !== null) {
    assert(
      hello.server === peer && hello.version === 1 && hello.casemapping === 'rfc1459',
      'a misfit was accepted',
    );
    assert(
      hello.software.length <= 256 && hello.capabilities.length <= 64 && hello.peers.length <= 256,
      'no bound',
    );
  }
  link.cut();
  assert.deepEqual(heard.filter((event) => event === 'closed').length, 1);
}

/** A server without channels that takes nothing in. */
const server: SessionServer = {
  name: self,
  casemapping: 'rfc1459',
  software: 'fuzz',
  epoch: 'aaaaaaaa-0000-4000-8000-000000000000',
  run: 'aaaaaaaa-0000-4000-8000-000000000000',
  wallNow: () => 0,
  rules: { conflicts: null, channels: null, fields: null, relay: [] },
  extensions: withoutChannels(),
  expelled: () => false,
  linkedPeers: () => [],
  greeted: () => {},
  sequence: () => 0,
  cursor: () => null,
  acknowledgedBefore: () => 0,
  acknowledged: () => {},
  setCursor: () => {},
  submit: (run, durable) => {
    run(0);
    durable?.();
  },
};

function withoutChannels(): ExtensionManager {
  const manager = new ExtensionManager({
    changed: () => {},
    failed: ({ error }) => {
      throw error;
    },
  });
  manager.register(() => refusingBurst('CBURST', 'no channels here'));
  return manager;
}

function eventsOf(heard: string[]): PeerSessionEvents {
  return {
    accepted: () => heard.push('accepted') > 0,
    refused: (_, code) => heard.push(code),
    rejected: () => {},
    answered: () => {},
    mesh: () => {},
    exceeded: () => {},
    notAccepted: () => {},
    burstEnded: () => {},
    compared: () => {},
    step: () => {},
    closed: () => heard.push('closed'),
  };
}

/** What the admission uses of a socket; its callers are called at once. */
class FakeSocket extends EventEmitter {
  /** What was read too far. */
  rest: Buffer = Buffer.alloc(0);

  write(): boolean {
    return true;
  }

  end(): this {
    return this;
  }

  pause(): this {
    return this;
  }

  resume(): this {
    return this;
  }

  unshift(bytes: Buffer): void {
    this.rest = bytes;
  }

  destroy(): void {
    this.emit('close');
  }
}
