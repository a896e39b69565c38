import type { Casemapping } from '../core/casemapping.ts';
import {
  type ChannelDocument,
  type ChannelIdentity,
  type DocumentPart,
  join,
  newDocument,
} from '../core/document.ts';
import { decodeDocument, encodeDocument } from '../wire/document-line.ts';
import { lineBytesMax } from '../wire/line-bytes.ts';
import { wholeForm } from '../wire/line-form.ts';

/** A document as it is stored: CBURST lines with all its stamps, one or as many as it takes. */
export function encodeDocumentLines(part: DocumentPart): string[] {
  return encodeDocument({ part, members: null }, { form: wholeForm, lineBytesMax });
}

/** The inverse; or what is wrong with the lines. */
export function decodeDocumentLines(
  lines: readonly string[],
  casemapping: Casemapping,
): { document: ChannelDocument } | { problem: string } {
  let document: ChannelDocument | null = null;
  for (const line of lines) {
    const decoded = decodeDocument(line, casemapping);
    if ('problem' in decoded) return { problem: decoded.problem.reason };
    const { part } = decoded.message;
    if (document !== null && document.id !== part.id) return { problem: 'it describes two channels' };
    document ??= newDocument(identityOf(part));
    join(document, part);
  }
  return document === null ? { problem: 'the document is missing' } : { document };
}

function identityOf({ id, name, origin, createdAt, splitBorn }: ChannelIdentity): ChannelIdentity {
  return { id, name, origin, createdAt, splitBorn };
}
