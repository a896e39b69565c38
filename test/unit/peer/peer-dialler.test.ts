import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import { PeerDialler, stableMs } from '../../../src/peer/peer-dialler.ts';
import { handshakeMsMax } from '../../../src/peer/tls-admission.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { identityOf, tlsOf } from '../../support/test-identity.ts';

type Failure = Parameters<ConstructorParameters<typeof PeerDialler>[1]['failed']>[0];

let timers: ManualTimers;
let dialler: PeerDialler;
let failures: Failure[];
let admitted: TLSSocket[];
let accepted: Socket[];
let server: Server;
let wake: () => void;

beforeEach(() => {
  timers = new ManualTimers();
  failures = [];
  admitted = [];
  accepted = [];
  wake = () => {};
});

afterEach(async () => {
  dialler.stop();
  for (const socket of [...admitted, ...accepted]) socket.destroy();
  if (server.listening) await new Promise((resolve) => server.close(resolve));
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

async function listen(made: Server): Promise<number> {
  server = made;
  server.on('connection', (socket) => {
    accepted.push(socket.on('error', () => {}));
    wake();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Greets everybody as a sidecar does. */
async function listenAsPeer(greeting = 'ACCEPT\n'): Promise<number> {
  const tls = createTlsServer(tlsOf(await identityOf('b.example')).server, (socket) => {
    socket.on('error', () => {}).write(greeting);
  });
  return listen(tls);
}

async function dial(port: number): Promise<void> {
  const { client } = tlsOf(await identityOf('a.example'));
  dialler = new PeerDialler(
    { host: '127.0.0.1', port },
    {
      opened() {},
      admitted(socket) {
        admitted.push(socket.on('error', () => {}));
        socket.once('close', () => setImmediate(() => wake()));
        wake();
      },
      failed(failure) {
        failures.push(failure);
        wake();
      },
    },
    { timers, random: () => 0.5, tls: () => client, judge: () => ({ peer: 'b.example' as ServerName }) },
  );
  dialler.start();
}

/** Loses the link, and returns after how long it is dialled again. */
async function retryAfterLoss(): Promise<number | undefined> {
  const socket = admitted.at(-1)!;
  const gone = new Promise((resolve) => socket.once('close', resolve));
  socket.destroy();
  await gone;
  return timers.delays[0];
}

async function unreachablePort(): Promise<number> {
  const port = await listen(createServer());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a peer that cannot be reached', () => {
  it('is dialled again and again, less and less often', async () => {
    await dial(await unreachablePort());
    const retries: number[] = [];
    for (let count = 1; count <= 9; count++) {
      await until(() => failures.length === count);
      retries.push(failures.at(-1)!.retryInMs);
      expect(timers.delays).toEqual([failures.at(-1)!.retryInMs]);
      timers.advance(failures.at(-1)!.retryInMs);
    }
    expect(retries).toEqual([250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
    expect(failures[0]).toMatchObject({ refused: false, reason: expect.stringContaining('ECONNREFUSED') });
  });

  it('is given up when it does not answer in time', async () => {
    await dial(await listen(createServer()));
    await until(() => accepted.length === 1);
    timers.advance(handshakeMsMax);
    await until(() => failures.length === 1);
    expect(failures[0]).toMatchObject({ refused: false, reason: 'no handshake within 10 seconds' });
  });

  it('is given up when it proves its pin but accepts nothing', async () => {
    await dial(await listenAsPeer('ACC'));
    const [socket] = [await new Promise<TLSSocket>((resolve) => server.once('secureConnection', resolve))];
    await new Promise((resolve) => socket.once('data', resolve));
    timers.advance(handshakeMsMax);
    await until(() => failures.length === 1);
    expect(failures[0]).toMatchObject({ refused: false, reason: 'no handshake within 10 seconds' });
  });

  it('that speaks no TLS is told apart', async () => {
    await dial(
      await listen(
        createServer((socket) => {
          socket.write(':irc.example NOTICE * :*** Looking up your hostname\r\n');
        }),
      ),
    );
    await until(() => failures.length === 1);
    expect(failures[0]!.reason).toContain('does not speak TLS');
  });
});

describe('a peer that refuses', () => {
  it('is reported with its reason, after the handshake has succeeded', async () => {
    await dial(await listenAsPeer('BYE pin "who are you?"\n'));
    await until(() => failures.length === 1);
    expect(failures[0]).toEqual({
      refused: true,
      reason: 'the other side refuses: who are you?',
      retryInMs: 250,
    });
    expect(admitted).toEqual([]);
  });

  it('by means of TLS is reported, too', async () => {
    const tls = { ...tlsOf(await identityOf('b.example')).server, rejectUnauthorized: true };
    await dial(await listen(createTlsServer(tls)));
    await until(() => failures.length === 1);
    expect(failures[0]!.reason).not.toBe('');
    expect(admitted).toEqual([]);
  });
});

describe('a link', () => {
  it('that is lost at once counts as a failure', async () => {
    await dial(await listenAsPeer());
    await until(() => admitted.length === 1);
    expect(await retryAfterLoss()).toBe(250);
    timers.advance(250);
    await until(() => admitted.length === 2);
    dialler.established();
    timers.advance(stableMs - 1);
    expect(await retryAfterLoss()).toBe(500);
    timers.advance(500);
    await until(() => admitted.length === 3);
    timers.advance(stableMs);
    expect(await retryAfterLoss()).toBe(1000);
  });

  it('that was established and stayed is dialled again soon', async () => {
    await dial(await listenAsPeer());
    for (const count of [1, 2, 3]) {
      await until(() => admitted.length === count);
      dialler.established();
      timers.advance(stableMs);
      expect(await retryAfterLoss()).toBe(250);
      timers.advance(250);
    }
  });

  it('is not dialled a second time', async () => {
    await dial(await listenAsPeer());
    await until(() => admitted.length === 1);
    dialler.want(false);
    dialler.want(true);
    expect(timers.delays).toEqual([]);
  });
});

describe('a peer that is not wanted', () => {
  it('is not dialled again after a loss, until it is', async () => {
    await dial(await listenAsPeer());
    await until(() => admitted.length === 1);
    dialler.want(false);
    expect(await retryAfterLoss()).toBeUndefined();
    dialler.want(true);
    expect(timers.delays).toEqual([250]);
  });

  it('has its retry cancelled', async () => {
    await dial(await unreachablePort());
    await until(() => failures.length === 1);
    dialler.want(false);
    expect(timers.delays).toEqual([]);
  });

  it('has a dial under way given up without a report', async () => {
    await dial(await listen(createServer()));
    await until(() => accepted.length === 1);
    const gone = new Promise((resolve) => accepted[0]!.resume().once('close', resolve));
    dialler.want(false);
    await gone;
    expect(failures).toEqual([]);
    expect(timers.delays).toEqual([]);
  });
});
