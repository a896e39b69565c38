import type { ChannelEntry } from '../../src/core/channel-table.ts';
import type { Register } from '../../src/core/document.ts';
import { canonicalValue, type Field, type FieldKey, isSet, unset } from '../../src/core/field.ts';
import type { ChannelId, ServerName } from '../../src/core/identity.ts';
import { ircText } from '../../src/core/irc-text.ts';
import { hostEventFromProto } from '../../src/host/host-proto.ts';
import type { AttachRequest__Output } from '../../src/proto-types/cburst/v1/AttachRequest.ts';
import { keyOfField } from './ircd.ts';
import type { SimSidecar } from './sim-sidecar.ts';

/** A write of a host and the stamp that it got. */
export interface Written {
  readonly server: ServerName;
  readonly id: ChannelId;
  readonly key: FieldKey;
  readonly register: Register;
  readonly sequence: number;
  acknowledged: boolean;
  /** The disk lost it: nobody promised that it stays. */
  excused: boolean;
}

/** What hosts did and sidecars acknowledged: none of it may get lost, unless a later stamp won. */
export class Ledger {
  readonly written: Written[] = [];
  /** Of the running processes, not acknowledged yet. */
  readonly #open = new Map<SimSidecar, Written[]>();
  /** The last event of the present stream. */
  readonly #last = new Map<SimSidecar, number>();
  readonly #problem: (text: string) => void;

  constructor(problem: (text: string) => void) {
    this.#problem = problem;
  }

  /** The sidecar has applied what its host said. */
  taken(sidecar: SimSidecar, message: AttachRequest__Output): void {
    if (message.message !== 'events') return;
    for (const output of message.events!.events) {
      const event = hostEventFromProto(output, sidecar.replica.memberSync);
      const isDone = (sidecar.host.stream?.attachment.lastEvent ?? 0) >= event.sequence;
      if (!isDone || event.sequence <= (this.#last.get(sidecar) ?? 0)) continue;
      this.#last.set(sidecar, event.sequence);
      if (event.kind !== 'changed') continue;
      for (const field of event.fields) this.#enter(sidecar, ircText(output.channel), field, event.sequence);
    }
  }

  /** An operator wrote something, who is not told before it is durable. */
  noted(server: ServerName, { document }: ChannelEntry, register: Register): Written {
    const key = keyOfField(register.field);
    const written = { server, id: document.id, key, register, sequence: 0 };
    const item: Written = { ...written, acknowledged: false, excused: false };
    this.written.push(item);
    return item;
  }

  acknowledged(sidecar: SimSidecar, sequence: number): void {
    const open = this.#open.get(sidecar) ?? [];
    for (const written of open) if (written.sequence <= sequence) written.acknowledged = true;
    this.#open.set(
      sidecar,
      open.filter(({ acknowledged }) => !acknowledged),
    );
  }

  /** The host attached anew, or the process is gone: what was not acknowledged is nobody's promise. */
  forget(sidecar: SimSidecar): void {
    this.#open.delete(sidecar);
    this.#last.delete(sidecar);
  }

  excuse(server: ServerName): void {
    for (const written of this.written) if (written.server === server) written.excused = true;
  }

  #enter(sidecar: SimSidecar, name: string, field: Field, sequence: number): void {
    const { replica, server } = sidecar;
    const key = replica.key(name);
    const shownId = replica.host.channels.get(key)?.id ?? null;
    const entry = replica.heldEntry(key) ?? (shownId === null ? undefined : replica.table.get(shownId));
    const fieldKey = replica.fieldKey(field);
    const register = entry?.document.registers.get(fieldKey);
    if (entry === undefined || register === undefined) return;
    // What a mask on the ircd stands for is removed in its place.
    const meant = isSet(field) ? field : unset(register.field);
    if (canonicalValue(register.field) !== canonicalValue(meant)) {
      if (!this.#standsForOthers(sidecar, key, field)) {
        this.#problem(`${server} took ${name} ${fieldKey} in as something else`);
      }
      return;
    }
    const written = { server, id: entry.document.id, key: fieldKey, register, sequence };
    const item: Written = { ...written, acknowledged: false, excused: false };
    this.written.push(item);
    const open = this.#open.get(sidecar);
    if (open) open.push(item);
    else this.#open.set(sidecar, [item]);
  }

  #standsForOthers(
    sidecar: SimSidecar,
    key: ReturnType<SimSidecar['replica']['key']>,
    field: Field,
  ): boolean {
    const substitutes = sidecar.replica.host.channels.get(key)?.substitutes;
    return !isSet(field) && substitutes !== undefined && substitutes.size > 0;
  }
}
