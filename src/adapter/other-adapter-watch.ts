import type { After } from './after.ts';
import type { OtherAdapter } from './users.ts';

export interface OtherAdapterWatchOptions {
  /** This adapter's name as a server. */
  readonly ownName: string;
  /** Another adapter that is linked to the native network now; null: there is none. */
  readonly other: () => OtherAdapter | null;
  readonly after: After;
  /** This one is to go. */
  readonly onGiveWay: (other: OtherAdapter) => void;
  /** The other one should have gone, and has not. */
  readonly onStay: (other: OtherAdapter) => void;
}

/**
 * How long another adapter may be seen besides this one, which was there first: one that comes as the second goes by itself. Where two
 * networks that have one each were linked, both were first.
 */
const TOGETHER_MS_MAX = 10_000;

/**
 * Two adapters on one native network would tell each other's doings as their users': who finds another one there while it links gives way at
 * once. Where both were there before they saw each other, the one whose name is greater does, when it is still so after a while.
 */
export class OtherAdapterWatch {
  readonly #options: OtherAdapterWatchOptions;
  #cancel: (() => void) | null = null;
  #isGivingWay = false;

  constructor(options: OtherAdapterWatchOptions) {
    this.#options = options;
  }

  /** This adapter was told to go. */
  get isGivingWay(): boolean {
    return this.#isGivingWay;
  }

  /** To be called after every line of the ircd. `isSynced`: its burst is complete, so this one was there first. */
  look(isSynced: boolean): void {
    const other = this.#options.other();
    if (other === null || this.#isGivingWay) return;
    if (!isSynced) this.#giveWay(other);
    else this.#cancel ??= this.#options.after(TOGETHER_MS_MAX, () => this.#decide());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #decide(): void {
    this.#cancel = null;
    const other = this.#options.other();
    if (other === null) return;
    if (other.name.toLowerCase() < this.#options.ownName.toLowerCase()) this.#giveWay(other);
    else this.#options.onStay(other);
  }

  #giveWay(other: OtherAdapter): void {
    this.#isGivingWay = true;
    this.#options.onGiveWay(other);
  }
}
