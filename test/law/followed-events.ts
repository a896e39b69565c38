import { expect } from 'vitest';
import type { IrcdEvent } from '../../src/adapter/ircd-messages.ts';
import { channelKey } from '../../src/core/casemapping.ts';
import { checkField, type Field } from '../../src/core/field.ts';
import { channelNameProblem } from '../../src/core/identity.ts';
import type { Member } from '../../src/core/member.ts';
import { OwnMembers } from '../../src/core/own-members.ts';

/** What a sidecar knows of members from an adapter's events; fails on an event that it would not take. */
export class FollowedEvents {
  readonly #members = new OwnMembers('ascii', () => 1);
  readonly #channels = new Map<string, { readonly members: number; readonly held: boolean }>();

  /** The channels that are held, with their members. */
  get held(): Record<string, { readonly members: number; readonly held: boolean }> {
    return Object.fromEntries([...this.#channels].filter(([, { held }]) => held));
  }

  take({ name, change }: IrcdEvent): void {
    expect(channelNameProblem(name)).toBeNull();
    if (change.kind === 'created') {
      expect(change.state.createdAt).toBeGreaterThanOrEqual(0);
      this.#channels.set(name, { members: change.state.members, held: change.state.held });
      change.state.fields.forEach(expectCarried);
      this.#tellAll(name, change.state.memberList ?? []);
    } else if (change.kind === 'dropped') {
      expect(this.#channels.delete(name)).toBe(true);
    } else {
      expect(this.#channels.has(name)).toBe(true);
      if (change.kind === 'presence') {
        this.#channels.set(name, { members: change.members, held: change.held });
      } else if (change.kind === 'members') {
        expect(this.#members.changeProblem(channelKey('ascii', name), change.change)).toBeNull();
        this.#members.change(channelKey('ascii', name), change.change);
        this.#channels.set(name, { members: this.members(name).length, held: change.held });
      } else {
        change.fields.forEach(expectCarried);
      }
    }
  }

  /** As they were told one by one. */
  members(name: string): Member[] {
    return [...(this.#members.get(channelKey('ascii', name))?.values() ?? [])];
  }

  #tellAll(name: string, members: readonly Member[]): void {
    expect(this.#members.problem(channelKey('ascii', name), members)).toBeNull();
    this.#members.set(channelKey('ascii', name), members);
  }

  /** It was told by a result that the ircd has no such channel. */
  forget(name: string): void {
    this.#channels.delete(name);
  }
}

function expectCarried(field: Field): void {
  expect(checkField(field)).toEqual({ field });
}
