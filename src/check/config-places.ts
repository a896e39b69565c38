import { type KeyPath, type KeyPositions, locateKeys } from '../config/locate-keys.ts';
import { dotted } from '../config/schema-mistakes.ts';

/** Where the keys of a configuration file are, for people. */
export class ConfigPlaces {
  readonly file: string;
  readonly #positions: KeyPositions;

  /** `text` is valid TOML: it was read before. */
  constructor(file: string, text: string) {
    this.file = file;
    this.#positions = locateKeys(text);
  }

  /** `file:line (key)`: of the key, or of the table where it would stand. */
  of(path: KeyPath): string {
    for (let length = path.length; length > 0; length--) {
      const at = this.#positions.key(path.slice(0, length));
      if (at !== null) return `${this.file}:${at.line} (${dotted(path)})`;
    }
    return `${this.file} (${dotted(path)})`;
  }
}
