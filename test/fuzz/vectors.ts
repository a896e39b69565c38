import { readFileSync } from 'node:fs';

/** Lines of the protocol's test vectors, good and bad. */
export const documentLines = linesOf('document-lines.json');
export const memberLines = linesOf('member-lines.json');
export const sessionLines = [...linesOf('session-lines.json'), ...linesOf('digest-lines.json')];

/** What the grammar has words for. */
export const dictionary: readonly string[] = [
  ...'ACCEPT HELLO RESUME BURST CBURST PAGE ACK EOB NAK REQUEST PING PONG BYE DIGEST SUMS DIFFER MESH COMPRESS MEMBER'.split(
    ' ',
  ),
  ...' TOPIC |NOTOPIC| +| -| KEY |NOKEY| LIMIT |NOLIMIT| MODES | PARAMS | MEMBERS | STAMPS | BORN split'.split(
    '|',
  ),
  ...['BAN', 'EXCEPT', 'INVITE', 'LIST'].flatMap((list) => [
    ` ${list}MASKS "`,
    ` UN${list}MASKS "`,
    ` ${list}MARKS "`,
  ]),
  ...' SOFTWARE "x"| CAPS "stamps"| PEERS "| HAVE "MEMBER:|full|resume|rfc1459|ascii| X-LATER "y"|protocol|bad-value'.split(
    '|',
  ),
  ...'"|\\|\\"|\\\\|\\,|,|:| |  |-|*|=|@|.|+|!|~|$|#|&|\r|\n|\r\n|\0|\x07|\xff'.split('|'),
  ...'a.example|b.example|lqulqneo|zzzzzzzzzz.zzzzzzz|1704110400 op!o@h|quiet:nick!*@*|flood=10:5|*!*@*'.split(
    '|',
  ),
  ...' NICKS "a b| GONE "a,b| USERS "|whole|begin|next|end|change|a!u@h 1704110400 oV acc'.split('|'),
  ...'2024-01-01T12:00:00Z|9999-12-31T23:59:60.999999+23:59|1969-12-31T23:59:59-00:01'.split('|'),
  '123e4567-e89b-12d3-a456-426614174000',
];

function linesOf(file: string): string[] {
  const text = readFileSync(new URL(`../vectors/${file}`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { line: string }[]).map(({ line }) => line);
}
