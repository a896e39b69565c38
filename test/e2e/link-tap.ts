import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ircd } from './ircd-process.ts';
import { LinkProxy } from './link-proxy.ts';
import type { TestNode } from './test-network.ts';

/** Lines by which an adapter sets something of a channel, and none of its questions. */
const CHANGES = [
  /^:\S+ (?:F|T)?MODE (?:\d+ )?#\S+ (?:\d+ )?[+-]/,
  /^:\S+ F?TOPIC #\S+ .*:/,
  /^:\S+ (?:BMASK|TBURST|FJOIN|SJOIN|CHANINFO) .*#/,
];

/** Stands between an adapter and its ircd, and reads what the ircd is told. */
export class LinkTap {
  /** Lines that set something of a channel, oldest first. */
  readonly changes: string[] = [];
  readonly #proxy: LinkProxy;
  #rest = '';

  private constructor(proxy: LinkProxy) {
    this.#proxy = proxy;
    proxy.onNear = (chunk) => this.#read(chunk);
  }

  /** For an adapter that links to `port` of the tap. */
  static async before(ircd: Pick<Ircd, 'serverPort'>): Promise<LinkTap> {
    const proxy = await LinkProxy.start();
    proxy.target = ircd.serverPort;
    return new LinkTap(proxy);
  }

  /** Restarts the node's adapter, which links through the tap from then on. */
  static async on({ directory, ircd, adapter }: TestNode): Promise<LinkTap> {
    const { serverPort } = ircd as Ircd;
    const tap = await LinkTap.before({ serverPort });
    const file = join(directory, 'adapter.toml');
    const address = `127.0.0.1:${serverPort}`;
    writeFileSync(file, readFileSync(file, 'utf8').replace(address, `127.0.0.1:${tap.port}`));
    await adapter!.restart();
    return tap;
  }

  get port(): number {
    return this.#proxy.port;
  }

  async stop(): Promise<void> {
    await this.#proxy.stop();
  }

  #read(chunk: Buffer): void {
    const lines = (this.#rest + chunk.toString('latin1')).split('\r\n');
    this.#rest = lines.pop()!;
    this.changes.push(...lines.filter((line) => CHANGES.some((change) => change.test(line))));
  }
}
