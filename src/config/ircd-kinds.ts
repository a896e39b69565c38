import type { Casemapping } from '../core/casemapping.ts';

/** What the configuration of an adapter has to know of each kind of ircd. Each has a dialect in src/adapter. */
export interface IrcdKind {
  /** Where the ircd takes servers, if nobody says otherwise. */
  readonly port: number;
  /** What it sets on a new channel, if nobody says otherwise. */
  readonly defaultModes: string;
  /** Its servers have an id ([link] sid). */
  readonly hasServerIds: boolean;
  /** The one that it always has; null: it can be chosen. */
  readonly casemapping: Casemapping | null;
}

export type IrcdType = 'hybrid' | 'inspircd' | 'ngircd';

export const ircdKinds: Readonly<Record<IrcdType, IrcdKind>> = {
  hybrid: { port: 6667, defaultModes: 'nt', hasServerIds: true, casemapping: 'ascii' },
  inspircd: { port: 7000, defaultModes: 'nt', hasServerIds: true, casemapping: null },
  ngircd: { port: 6667, defaultModes: '', hasServerIds: false, casemapping: 'ascii' },
};

export const ircdTypes = Object.keys(ircdKinds) as readonly IrcdType[];

export function isIrcdType(text: unknown): text is IrcdType {
  return ircdTypes.includes(text as IrcdType);
}
