import { type Casemapping, type ChannelKey, fold } from './casemapping.ts';
import { everyFieldClass, type FieldClass, fieldClasses, fieldClassSet } from './field-class.ts';
import { globMatcher } from './glob.ts';
import { type IrcText, limits, wordProblem } from './irc-text.ts';

/** What may pass in one direction, as it is configured. */
export interface ExchangeRule {
  /** Globs of channel names; a channel passes when one of them matches and none of `except` does. */
  readonly channels: readonly IrcText[];
  readonly except: readonly IrcText[];
  readonly fields: readonly FieldClass[];
}

/** The rule that there is none. */
export const passEverything: ExchangeRule = { channels: ['*' as IrcText], except: [], fields: fieldClasses };

/** Globs that one list of a rule may have: a hello tells of four lists and is one line. */
export const GLOBS_MAX = 32;

/** The channels and the classes of fields that pass one rule, or several at once. */
export interface ExchangeScope {
  /** A channel passes when every group lets it through. */
  readonly groups: readonly ChannelGroup[];
  /** `everyFieldClass` itself when all pass: then parameters of a later version do too. */
  readonly classes: ReadonlySet<FieldClass>;
}

interface ChannelGroup {
  /** The globs, folded; one with a leading `-` is an exception. */
  readonly items: readonly string[];
  readonly admits: (key: ChannelKey) => boolean;
}

export const unlimitedScope: ExchangeScope = { groups: [], classes: everyFieldClass };

/** False: everything passes. */
export function isLimited({ groups, classes }: ExchangeScope): boolean {
  return groups.length > 0 || classes !== everyFieldClass;
}

export function ruleScope(casemapping: Casemapping, rule: ExchangeRule): ExchangeScope {
  const all = rule.channels.includes('*' as IrcText) && rule.except.length === 0;
  const groups = all ? [] : [group(casemapping, rule.channels, rule.except)];
  return { groups, classes: fieldClassSet(rule.fields) };
}

/** What passes both. */
export function intersectScopes(a: ExchangeScope, b: ExchangeScope): ExchangeScope {
  const more = b.groups.filter((one) => !a.groups.some((other) => sameItems(one.items, other.items)));
  return {
    groups: [...a.groups, ...more],
    classes: fieldClassSet([...a.classes].filter((each) => b.classes.has(each))),
  };
}

export function admitsChannel(scope: ExchangeScope, key: ChannelKey): boolean {
  // Nearly always there are none, and this is asked of every channel.
  return scope.groups.length === 0 || scope.groups.every(({ admits }) => admits(key));
}

/** A scope as a hello tells it; null: no limit. Empty items part the groups of `channels`. */
export interface ScopeWords {
  readonly channels: readonly string[] | null;
  readonly fields: readonly string[] | null;
}

export function encodeScope({ groups, classes }: ExchangeScope): ScopeWords {
  const channels = groups.flatMap(({ items }, index) => (index === 0 ? items : ['', ...items]));
  return {
    channels: groups.length === 0 ? null : channels,
    fields: classes === everyFieldClass ? null : fieldClasses.filter((each) => classes.has(each)),
  };
}

/** The inverse, or what is wrong. A class of a later version is left out: nothing of it is known here. */
export function decodeScope(
  casemapping: Casemapping,
  words: ScopeWords,
): { readonly scope: ExchangeScope } | { readonly problem: string } {
  const items = words.channels ?? [];
  if (items.length > ITEMS_MAX) return { problem: `more than ${ITEMS_MAX} globs` };
  const wrong = items.some((item) => item !== '' && channelGlobProblem(item.replace(/^-/, '')) !== null);
  if (wrong) return { problem: 'a glob is not one of channel names' };
  return {
    scope: {
      groups: words.channels === null ? [] : splitGroups(items).map((each) => readGroup(casemapping, each)),
      classes: words.fields === null ? everyFieldClass : knownClasses(words.fields),
    },
  };
}

/** What is wrong with `glob` as one of channel names, or null. */
export function channelGlobProblem(glob: string): string | null {
  if (glob.startsWith('&')) return 'is about channels that never leave their server (&)';
  if (!/^[#+!*?]/.test(glob)) return 'does not start with #, +, !, * or ?';
  if (/[,\x07]/.test(glob)) return 'contains a comma or BEL';
  return wordProblem(glob, limits.channelNameBytes);
}

/** Two groups of both lists, and what parts them. */
const ITEMS_MAX = 4 * GLOBS_MAX + 1;

function group(
  casemapping: Casemapping,
  channels: readonly string[],
  except: readonly string[],
): ChannelGroup {
  const included = channels.map((glob) => fold(casemapping, glob));
  const excluded = except.map((glob) => fold(casemapping, glob));
  const includes = included.map(globMatcher);
  const excludes = excluded.map(globMatcher);
  // A group that lets nothing through still needs an item: an empty one parts groups.
  const items = included.length === 0 ? ['-*'] : [...included, ...excluded.map((glob) => `-${glob}`)];
  const admits = (key: ChannelKey) =>
    includes.some((matches) => matches(key)) && !excludes.some((matches) => matches(key));
  return { items, admits };
}

function readGroup(casemapping: Casemapping, items: readonly string[]): ChannelGroup {
  const except = items.filter((item) => item.startsWith('-')).map((item) => item.slice(1));
  const channels = items.filter((item) => !item.startsWith('-'));
  return group(casemapping, channels, except);
}

function splitGroups(items: readonly string[]): string[][] {
  const groups: string[][] = [[]];
  for (const item of items) {
    if (item === '') groups.push([]);
    else groups.at(-1)!.push(item);
  }
  return groups;
}

function knownClasses(names: readonly string[]): ReadonlySet<FieldClass> {
  return fieldClassSet(fieldClasses.filter((name) => names.includes(name)));
}

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
