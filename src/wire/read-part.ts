import type { DocumentPart } from '../core/document.ts';

/**
 * What a line says of a document, with the text of its registers as it came. The text is no property of its own: a copy by
 * `...` with other registers has to be without it.
 */
export class ReadPart implements DocumentPart {
  readonly id: DocumentPart['id'];
  readonly name: DocumentPart['name'];
  readonly origin: DocumentPart['origin'];
  readonly createdAt: DocumentPart['createdAt'];
  readonly splitBorn: DocumentPart['splitBorn'];
  readonly written: DocumentPart['written'];
  readonly absorbed: DocumentPart['absorbed'];
  readonly registers: DocumentPart['registers'];
  readonly unknown: DocumentPart['unknown'];
  readonly #packed: string | null;

  constructor(content: Omit<DocumentPart, 'packed'>, packed: string | null) {
    this.id = content.id;
    this.name = content.name;
    this.origin = content.origin;
    this.createdAt = content.createdAt;
    this.splitBorn = content.splitBorn;
    this.written = content.written;
    this.absorbed = content.absorbed;
    this.registers = content.registers;
    this.unknown = content.unknown;
    this.#packed = packed;
  }

  get packed(): string | null {
    return this.#packed;
  }
}
