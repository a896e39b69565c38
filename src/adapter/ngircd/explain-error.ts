/** What an operator can do about an `ERROR` of the ircd; null: nothing is known of it. */
export function explainError(text: string): string | null {
  return EXPLANATIONS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const printBlock =
  "paste what `cburst adapter --ircd ngircd --config FILE --print-link` prints into the ircd's configuration, then REHASH";

/** What to do when the ircd says nothing of use. */
export const checkServerBlock = `check that [ircd] address is a port of an ngIRCd, and that it has a [Server] block for the adapter: ${printBlock}`;

/** What to do when nothing could be connected to. */
export const startIrcd =
  "check that the ircd runs and that [ircd] address is one of its [Global] Ports: ngIRCd's clients and servers share them";

const EXPLANATIONS: readonly [RegExp, string][] = [
  [
    /Bad password/i,
    `the MyPassword of the ircd's [Server] block is not [link] send_password (ngIRCd calls it its own: it is what the adapter sends): ${printBlock}`,
  ],
  [
    /Server not configured here/i,
    `the ircd has no [Server] block whose Name is [link] name, or that is the ircd's own name: ${printBlock}`,
  ],
  [
    /already registered/i,
    'an older link of this adapter is still registered (it ends by itself after PingTimeout and PongTimeout of the ircd), or another server has this [link] name',
  ],
  [/Ping timeout/i, "the adapter was stopped or the machine stalled for longer than the ircd's PongTimeout"],
  [
    /Request too long/i,
    'the adapter wrote a line of more than 512 bytes, which is a mistake of cburst: report it',
  ],
];
