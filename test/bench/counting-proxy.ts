import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { nowMs } from './clock.ts';
import { serveCalls } from './remote-calls.ts';

/** Bytes since `open`, by direction: from who dials, and to them. */
let counts = { fromDialler: 0, toDialler: 0 };
let targetPort = 0;
let waiting: Socket | null = null;
/** What the waiting connection has said: it is read, or a dialler that gave up would look as one that waits. */
let said: Buffer[] = [];
let opened: ((atMs: number) => void) | null = null;
/** What goes to the dialler, at most; null: as much as it takes. */
let bytesPerSecond: number | null = null;
/** Of the connection that is held back. */
let resume: (() => void) | null = null;
const live = new Set<Socket>();

/** A connection is taken and held until `open`: so a link starts when the bench says so, not when a dialler tries again. */
const server = createServer({ noDelay: true }, (dialler) => {
  waiting?.destroy();
  waiting = dialler;
  said = [];
  dialler.on('data', (chunk: Buffer) => {
    if (waiting === dialler) said.push(chunk);
  });
  dialler.once('end', () => {
    if (waiting === dialler) dialler.destroy();
  });
  dialler.on('error', () => {});
  dialler.once('close', () => {
    if (waiting === dialler) waiting = null;
  });
  if (opened !== null) connectThrough();
});

export const proxyHandlers = {
  async start({ target }: { target: number }): Promise<number> {
    targetPort = target;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  },

  /** Lets the connection that waits, or the next one, through. Returns when that was. */
  open(): Promise<number> {
    counts = { fromDialler: 0, toDialler: 0 };
    return new Promise((resolve) => {
      opened = resolve;
      if (waiting !== null) connectThrough();
    });
  },

  /** Breaks the link and holds the next connection. Returns when that was. */
  cut(): number {
    for (const socket of live) socket.destroy();
    live.clear();
    return nowMs();
  },

  /** From now on so much goes to the dialler; null: as much as it takes. */
  limit({ bytesPerSecond: limit }: { bytesPerSecond: number | null }): void {
    bytesPerSecond = limit;
    if (limit === null) resume?.();
  },

  counts: () => counts,
};
export type ProxyHandlers = typeof proxyHandlers;

serveCalls(proxyHandlers);

function connectThrough(): void {
  const near = waiting!;
  const before = said;
  waiting = null;
  opened!(nowMs());
  opened = null;
  const far = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
  const drop = () => {
    for (const socket of [near, far]) {
      live.delete(socket);
      socket.destroy();
    }
  };
  for (const socket of [near, far]) {
    live.add(socket);
    socket.on('error', drop);
    socket.on('close', drop);
  }
  near.on('data', (chunk: Buffer) => {
    counts.fromDialler += chunk.length;
  });
  far.on('data', (chunk: Buffer) => {
    counts.toDialler += chunk.length;
    if (bytesPerSecond !== null) holdBack(far, (chunk.length / bytesPerSecond) * 1000);
  });
  for (const chunk of before) {
    counts.fromDialler += chunk.length;
    far.write(chunk);
  }
  near.pipe(far);
  far.pipe(near);
}

/** Reads nothing for so long, so that whoever sends is held back in the end. */
function holdBack(socket: Socket, ms: number): void {
  socket.pause();
  const go = () => {
    clearTimeout(timer);
    resume = null;
    socket.resume();
  };
  const timer = setTimeout(go, ms);
  resume = go;
}
