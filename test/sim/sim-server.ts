import type { ChannelId, ServerName } from '../../src/core/identity.ts';
import { profile } from '../support/replica-fixture.ts';
import type { Agenda } from './agenda.ts';
import { Disk, type DiskOptions } from './disk.ts';
import { Ircd, type IrcdTraits } from './ircd.ts';
import type { Network } from './network.ts';
import type { Random } from './random.ts';
import { SimHost, type SimHostDependencies } from './sim-host.ts';
import { type SidecarSettings, type SidecarWatch, SimSidecar } from './sim-sidecar.ts';

export interface SimServerDependencies {
  readonly agenda: Agenda;
  readonly network: Network;
  /** Default: an honest one. */
  readonly disk?: Omit<DiskOptions, 'now'>;
  readonly random: Random;
  readonly newId: () => ChannelId;
  readonly reach: (server: ServerName, point: string) => void;
  readonly watch: SidecarWatch;
  readonly acted: SimHostDependencies['acted'];
  readonly raised: SimHostDependencies['raised'];
  readonly granted: SimHostDependencies['granted'];
  readonly gone: SimHostDependencies['gone'];
}

/** A machine with its clock and disk, an ircd with its adapter, and at most one running sidecar. */
export class SimServer {
  readonly server: ServerName;
  readonly disk: Disk;
  readonly host: SimHost;
  /** By how much the clocks are wrong, in milliseconds. */
  offMs = 0;
  ircdOffMs = 0;
  #sidecar: SimSidecar | null = null;
  /** Counts stops and starts, so that a start that was planned for another one does nothing. */
  #runs = 0;
  readonly #settings: SidecarSettings;
  readonly #dependencies: SimServerDependencies;

  constructor(settings: SidecarSettings, traits: IrcdTraits, dependencies: SimServerDependencies) {
    const { agenda, random, watch, acted, raised, granted, gone } = dependencies;
    this.server = settings.server;
    this.#settings = settings;
    this.#dependencies = dependencies;
    this.disk = new Disk(dependencies.disk && { ...dependencies.disk, now: () => agenda.nowMs });
    const ircd = new Ircd(traits, () => agenda.nowMs + this.ircdOffMs);
    const hostProfile = { ...profile, defaults: traits.defaults };
    this.host = new SimHost(this.server, ircd, hostProfile, {
      agenda,
      random,
      open: (hear, ended) => this.#sidecar?.openHost(hear, ended) ?? null,
      acted,
      raised,
      granted,
      gone,
      problem: (text) => watch.problem(text),
    });
  }

  /** Null while no process runs. */
  get sidecar(): SimSidecar | null {
    return this.#sidecar;
  }

  start(): void {
    if (this.#sidecar !== null) return;
    this.#runs++;
    const { agenda, network, random, newId, reach, watch } = this.#dependencies;
    const { server } = this;
    const now = () => agenda.nowMs + this.offMs;
    const { disk, host } = this;
    host.sidecarStarts();
    // It may die before it has read its store.
    const born = (sidecar: SimSidecar) => {
      this.#sidecar = sidecar;
    };
    new SimSidecar(this.#settings, {
      agenda,
      network,
      disk,
      random,
      now,
      newId,
      reach: (point) => reach(server, point),
      grants: (grant) => host.asked(grant),
      watch,
      born,
    });
  }

  startAfter(downMs: number): void {
    const run = this.#runs;
    this.#dependencies.agenda.after(downMs, () => {
      if (run === this.#runs) this.start();
    });
  }

  /** kill -9. */
  kill(): void {
    this.#over(this.#sidecar, true);
  }

  losePower(transactions: number): void {
    this.#over(this.#sidecar, false);
    this.disk.losePower(transactions);
  }

  stop(): void {
    const sidecar = this.#sidecar;
    sidecar?.stop();
    this.#over(sidecar, true);
  }

  #over(sidecar: SimSidecar | null, told: boolean): void {
    if (sidecar === null || this.#sidecar !== sidecar) return;
    this.#sidecar = null;
    sidecar.kill();
    this.#dependencies.network.processGone(sidecar, told);
    sidecar.cutHost();
    this.#dependencies.watch.gone(sidecar);
  }
}
