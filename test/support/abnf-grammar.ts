import { strict as assert } from 'node:assert';

/** A rule's name and its equals sign, at the beginning of a line. */
const HEAD = /^([A-Za-z][\w-]*) += /;
/** Not within a string. */
const COMMENT = /^((?:[^";]|"[^"]*")*);.*$/;
const TOKEN =
  /\s*(?:(?:%s)?"(?<text>[^"]*)"|%x(?<from>\w\w)(?:-(?<to>\w\w))?|(?<repeat>\d*\*\d*|\d+)|(?<name>[A-Za-z][\w-]*)|(?<sign>[()[\]/]))\s*/gy;

/** The core rules of RFC 5234 that are in use. */
const coreRules = {
  ALPHA: '[A-Za-z]',
  DIGIT: '[0-9]',
  HEXDIG: '[0-9A-Fa-f]',
  SP: ' ',
  DQUOTE: '"',
};

/**
 * A grammar in the ABNF of RFC 5234, over bytes and with strings in their case, as regular expressions: no rule may be about
 * itself. What makes no sense throws.
 */
export class AbnfGrammar {
  readonly #definitions = new Map<string, string>();
  readonly #sources: Map<string, string>;

  /** `given`: rules as regular expressions, whatever `text` says of them. */
  constructor(text: string, given: Readonly<Record<string, string>> = {}) {
    this.#sources = new Map(Object.entries({ ...coreRules, ...given }));
    let rule = '';
    for (const line of text.split('\n')) {
      const begun = HEAD.exec(line)?.[1];
      if (begun !== undefined) assert(!this.#definitions.has(begun), `the rule ${begun} comes twice`);
      rule = begun ?? rule;
      const definition = line.replace(HEAD, '').replace(COMMENT, '$1');
      this.#definitions.set(rule, `${this.#definitions.get(rule) ?? ''} ${definition}`);
    }
    this.#definitions.delete('');
  }

  get rules(): ReadonlySet<string> {
    return new Set(this.#definitions.keys());
  }

  /** A regular expression of what the rule describes, to be put into others. */
  source(rule: string): string {
    const known = this.#sources.get(rule);
    if (known !== undefined) return known;
    const definition = this.#definitions.get(rule);
    assert(definition !== undefined, `there is no rule ${rule}`);
    const source = `(?:${this.#translate(definition, rule)})`;
    this.#sources.set(rule, source);
    return source;
  }

  /** True when `text` is one of the rule. */
  matches(rule: string, text: string): boolean {
    return new RegExp(`^${this.source(rule)}$`, 's').test(text);
  }

  #translate(definition: string, rule: string): string {
    let source = '';
    /** How often what comes next may come: for each open group, and within the last. */
    const repeats = [''];
    for (const token of tokensOf(definition, rule)) {
      const { repeat, sign } = token;
      if (repeat !== undefined) repeats[repeats.length - 1] = quantifier(repeat);
      else if (sign === '/') source += '|';
      else if (sign === '(' || sign === '[') {
        source += '(?:';
        if (sign === '[') repeats[repeats.length - 1] = '?';
        repeats.push('');
      } else {
        if (sign !== undefined) repeats.pop();
        source += sign === undefined ? this.#element(token) : ')';
        source += repeats.at(-1)!;
        repeats[repeats.length - 1] = '';
      }
    }
    assert(repeats.length === 1, `${rule} has a group without end`);
    return source;
  }

  #element({ text, from, to, name }: Token): string {
    if (name !== undefined) return this.source(name);
    if (text !== undefined) return `(?:${RegExp.escape(text)})`;
    return `[\\x${from}-\\x${to ?? from}]`;
  }
}

type Token = Record<string, string | undefined>;

function tokensOf(definition: string, rule: string): Token[] {
  const matches = [...definition.matchAll(TOKEN)];
  const read = matches.map(([text]) => text).join('');
  assert(read === definition, `${rule} makes no sense after ${read}`);
  return matches.map(({ groups }) => groups!);
}

/** `2*3`, `*` or `4`. */
function quantifier(repeat: string): string {
  const [min, max] = repeat.split('*') as [string, string?];
  return max === undefined ? `{${min}}` : `{${min || 0},${max}}`;
}
