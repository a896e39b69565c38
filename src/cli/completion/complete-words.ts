import type { Argument, Command, Option } from 'commander';

/** What may stand in the place of the last word. */
export interface Completion {
  /** Those that fit what is typed of it. */
  readonly words: readonly string[];
  /** What a running sidecar or the shell knows more of. */
  readonly also: 'channels' | 'peers' | 'files' | null;
}

const NOTHING: Completion = { words: [], also: null };

/** What fits after `cburst`; the last of `words` is being typed, and may be empty. Words may still have their quotes. */
export function completeWords(program: Command, words: readonly string[]): Completion {
  const last = unquoted(words.at(-1) ?? '');
  // Bash makes three words of --option=value.
  const typed = last === '=' ? '' : last;
  const plain = words
    .slice(0, -1)
    .map(unquoted)
    .filter((word) => word !== '=');
  const { command, place, option } = walk(program, plain);
  if (option !== null) return startingWith(typed, ofValue(option.argChoices, option.flags));
  if (typed.startsWith('-')) return startingWith(typed, { words: optionsOf(command), also: null });
  const below = place === 0 ? namesBelow(command) : [];
  const argument = argumentAt(command, place);
  const own = argument === null ? NOTHING : ofValue(argument.argChoices, `<${argument.name()}>`);
  return startingWith(typed, { words: [...below, ...own.words], also: own.also });
}

/** As a shell would hand it to a program. */
export function unquoted(word: string): string {
  return word.replace(/['"\\]/g, '');
}

interface Reached {
  readonly command: Command;
  /** Arguments of it that are there already. */
  readonly place: number;
  /** The option whose value comes next. */
  readonly option: Option | null;
}

function walk(program: Command, words: readonly string[]): Reached {
  let reached: Reached = { command: program, place: 0, option: null };
  for (const word of words) reached = step(reached, word);
  return reached;
}

function step({ command, place, option }: Reached, word: string): Reached {
  if (option !== null) return { command, place, option: null };
  if (word.startsWith('-')) {
    const known = command.options.find(({ short, long }) => word === short || word === long);
    return { command, place, option: known && (known.required || known.optional) ? known : null };
  }
  const below = place === 0 ? command.commands.find((one) => one.name() === word) : undefined;
  return below === undefined ? { command, place: place + 1, option } : { command: below, place: 0, option };
}

function optionsOf(command: Command): string[] {
  const shown = command.options.filter(({ hidden }) => !hidden);
  return [...shown.flatMap(({ long }) => long ?? []), '--help'];
}

function namesBelow(command: Command): string[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((below) => below.name());
}

function argumentAt({ registeredArguments: all }: Command, place: number): Argument | null {
  const last = all.at(-1);
  return all[place] ?? (last?.variadic ? last : null);
}

/** `described` has the value's name in angle or square brackets: it says what kind of value it is. */
function ofValue(choices: readonly string[] | undefined, described: string): Completion {
  if (choices !== undefined) return { words: choices, also: null };
  const name = /[<[]([a-z:]+)/.exec(described)?.[1] ?? '';
  return { words: [], also: KINDS[name] ?? null };
}

const KINDS: Readonly<Record<string, Completion['also']>> = {
  ...{ file: 'files', path: 'files', directory: 'files' },
  ...{ name: 'channels', channel: 'channels', glob: 'channels' },
  ...{ peer: 'peers', server: 'peers', servers: 'peers' },
};

function startingWith(typed: string, { words, also }: Completion): Completion {
  return { words: words.filter((word) => word.startsWith(typed)), also };
}
