/** A mistake in a configuration file. Never holds a secret. */
export interface ConfigMistake {
  /** From 1; null: the file as a whole. */
  readonly line: number | null;
  readonly column: number | null;
  readonly what: string;
  readonly why: string;
  /** What to write or do instead. */
  readonly instead: string;
}

/** A configuration that can't be used. The message has one line for each mistake, in the order of the file. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly file: string;
  readonly mistakes: readonly ConfigMistake[];

  constructor(file: string, mistakes: readonly ConfigMistake[]) {
    const sorted = mistakes.toSorted(
      (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    );
    super(sorted.map((mistake) => formatMistake(file, mistake)).join('\n'));
    this.file = file;
    this.mistakes = sorted;
  }
}

/** `file:line:column: what, why, what to write instead`. */
function formatMistake(file: string, { line, column, what, why, instead }: ConfigMistake): string {
  const place = line === null ? file : `${file}:${line}:${column}`;
  return `${place}: ${what}, ${why}, ${instead}`;
}
