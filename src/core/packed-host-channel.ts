import type { ChannelKey } from './casemapping.ts';
import type { ChannelDocument, DocumentPart, Register } from './document.ts';
import type { RegisterCodec } from './document-packing.ts';
import { type Field, type FieldKey, isSet, sameValue } from './field.ts';
import { differences, type HostChannel } from './host-channel.ts';
import type { ChannelId, ServerName } from './identity.ts';
import { type IrcText, ownText } from './irc-text.ts';
import { floorStamp } from './stamp.ts';

/** Nobody wrote what a host shows. */
const NOBODY = '' as ServerName;

const NOTHING: ReadonlyMap<FieldKey, Field> = new Map();

/** What a host shows of a channel that is at rest, its fields as a text. */
export class PackedHostChannel {
  readonly id: ChannelId | null;
  readonly createdAt: number;
  /** It shows what the document has set and nothing else, in the document's spelling of the name. */
  showsDocument: boolean;
  /** It is told to stop showing the channel, and has not answered. */
  isLeaving = false;
  readonly #name: IrcText;
  readonly #keepsShowing: boolean;
  readonly #shown: string;

  /** `ofDocument`: the text is the document's own. */
  constructor(
    key: ChannelKey,
    { id, name, createdAt, keepsShowing }: Pick<HostChannel, 'id' | 'name' | 'createdAt' | 'keepsShowing'>,
    shown: string,
    ofDocument: boolean,
  ) {
    this.id = id;
    this.createdAt = createdAt;
    this.showsDocument = ofDocument && !keepsShowing;
    this.#name = (name as string) === key ? (key as string as IrcText) : ownText(name);
    this.#keepsShowing = keepsShowing;
    this.#shown = shown;
  }

  get name(): IrcText {
    return this.#name;
  }

  static textOf({ shown }: HostChannel, codec: RegisterCodec): string {
    return codec.encode({ registers: unstamped(shown), origin: NOBODY });
  }

  /**
   * `document`: that of its id. Where it still says what is shown, its registers are used: they are unpacked already when
   * somebody looks at both, and what the two share need not be compared.
   */
  unpack(codec: RegisterCodec, document: ChannelDocument | undefined): HostChannel {
    const isSame = document !== undefined && document.packed === this.#shown;
    const registers = isSame ? document.registers : codec.decode(NOBODY, this.#shown);
    const shown = new Map<FieldKey, Field>();
    for (const [key, { field }] of registers) if (isSet(field)) shown.set(key, field);
    return {
      name: this.#name,
      id: this.id,
      createdAt: this.createdAt,
      shown,
      substitutes: new Map(),
      keepsShowing: this.#keepsShowing,
      offered: this.isLeaving ? { createdAt: this.createdAt, fields: differences(shown, NOTHING) } : null,
    };
  }

  /** The document is another now than the one shown: true the first time after it was the same. */
  outgrown(document: ChannelDocument): boolean {
    if (!this.showsDocument || document.id !== this.id || this.showsAllOf(document)) return false;
    this.showsDocument = false;
    return true;
  }

  /** It shows what the document has set as it is now, and nothing else. */
  showsAllOf(document: ChannelDocument): boolean {
    return this.showsDocument && document.id === this.id && document.packed === this.#shown;
  }
}

/** True when the host shows what the document has set and nothing else. */
export function isWholeOf({ name, registers }: DocumentPart, channel: HostChannel): boolean {
  if (channel.name !== name) return false;
  let set = 0;
  for (const [key, { field }] of registers) {
    if (!isSet(field)) continue;
    const other = channel.shown.get(key);
    if (other !== field && (other === undefined || !sameValue(other, field))) return false;
    set++;
  }
  return set === channel.shown.size;
}

function unstamped(fields: ReadonlyMap<FieldKey, Field>): Map<FieldKey, Register> {
  const stamp = floorStamp(NOBODY);
  const registers = new Map<FieldKey, Register>();
  for (const [key, field] of fields) registers.set(key, { field, stamp });
  return registers;
}
