import { type IrcdType, ircdTypes } from '../config/ircd-kinds.ts';
import type { Casemapping } from '../core/casemapping.ts';
import { findHybridIncludes, readHybridConfig } from './hybrid-config.ts';
import { type IncludedText, readIncludedText } from './included-text.ts';
import { findInspircdIncludes, readInspircdConfig } from './inspircd-config.ts';
import { findNgircdIncludes, readNgircdConfig } from './ngircd-config.ts';

/** A value of an ircd's configuration, and its line. */
export interface Written<T = string> {
  readonly value: T;
  readonly line: number;
}

/** What an ircd's configuration says of links to servers. Null: it does not say. */
export interface IrcdConfig {
  readonly serverName: Written | null;
  readonly sid: Written | null;
  /** Null: the ircd's own. */
  readonly casemapping: Written<Casemapping | null> | null;
  /** Ports where servers are taken without TLS; null: none is named. */
  readonly ports: readonly Written<number>[] | null;
  readonly links: readonly LinkBlock[];
  /** Modules that are loaded, by their names; null: this ircd has none that matter. */
  readonly modules: ReadonlySet<string> | null;
  /** What it takes in from other files, where that does not stand in the text itself. */
  readonly elsewhere: readonly Written[];
}

/** What lets one server link. */
export interface LinkBlock {
  readonly line: number;
  readonly name: Written | null;
  /** What the ircd sends. Secret. */
  readonly sends: Written | null;
  /** What it takes. Secret. */
  readonly takes: Written | null;
  /** What makes the link of another kind than the adapter's, as this ircd says it. */
  readonly otherwise: readonly (Written & { readonly instead: string })[];
  /** Servers behind it may come. */
  readonly mayHaveOthers: boolean;
}

/** How each ircd calls what its configuration has. */
export const ircdConfigWords: Readonly<
  Record<
    IrcdType,
    { readonly block: string; readonly sends: string; readonly takes: string; readonly ports: string }
  >
> = {
  inspircd: { block: '<link>', sends: 'sendpass', takes: 'recvpass', ports: '<bind type="servers">' },
  ngircd: { block: '[Server]', sends: 'PeerPassword', takes: 'MyPassword', ports: '[Global] Ports' },
  hybrid: { block: 'connect {}', sends: 'send_password', takes: 'accept_password', ports: 'listen {}' },
};

/** Reads as much of an ircd's configuration as says something of links. Never throws; what it does not know it passes over. */
export function readIrcdConfig(type: IrcdType, text: string): IrcdConfig {
  return { inspircd: readInspircdConfig, ngircd: readNgircdConfig, hybrid: readHybridConfig }[type](text);
}

/** The ircd for which a configuration is written: the only one that would find its name there. Null: that is not clear. */
export function ircdTypeOf(text: string): IrcdType | null {
  const [type = null, ...more] = ircdTypes.filter((type) => readIrcdConfig(type, text).serverName !== null);
  return more.length === 0 ? type : null;
}

/** An ircd's configuration with what it includes. Throws what the file system says of `file` itself. */
export function readIrcdText(type: IrcdType, file: string): IncludedText {
  const find = { inspircd: findInspircdIncludes, ngircd: findNgircdIncludes, hybrid: findHybridIncludes }[
    type
  ];
  return readIncludedText(file, find);
}
