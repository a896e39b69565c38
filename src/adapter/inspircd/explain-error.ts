/** What an operator can do about an `ERROR` of the ircd, as `what to look at`; null: nothing is known of it. */
export function explainError(text: string): string | null {
  return EXPLANATIONS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** What to do when another port than the one for servers answers, or none in InspIRCd's way. */
export const useServerPort =
  '[ircd] address must be the port of the ircd\'s <bind type="servers">, not one where its clients connect';

/** What to do when the ircd ends the connection without a word: so it treats who is in none of its <link> blocks. */
export const addLinkBlock =
  "most likely no <link> block of the ircd allows this adapter's address: paste what `cburst adapter --ircd inspircd --config FILE --print-link` prints into the ircd's configuration, then /REHASH. Otherwise the port is wrong: [ircd] address must be the ircd's <bind type=\"servers\">";

/** What to do when nothing could be connected to. */
export const startIrcd =
  'check that the ircd runs and that [ircd] address is its <bind type="servers">; a bind that was added takes effect with /REHASH';

const EXPLANATIONS: readonly [RegExp, string][] = [
  [
    /Mismatched server name or password/i,
    "the ircd has no <link> block of this [link] name, or its recvpass is not [link] send_password: paste what `cburst adapter --ircd inspircd --config FILE --print-link` prints into the ircd's configuration, then /REHASH",
  ],
  [
    /Server ID \S+ already exists/i,
    '[link] sid is taken by another server of the network: choose another one (a digit and two of A-Z 0-9)',
  ],
  [
    /Server \S+ already exists/i,
    'an older link of this adapter is still registered (it ends by itself within two minutes), or another server has this [link] name',
  ],
  [/Invalid format server ID/i, '[link] sid is not a digit followed by two of A-Z 0-9'],
  [
    /protocol version/i,
    'the adapter speaks the server protocol of InspIRCd 3 (1205); use InspIRCd 3 or a newer cburst',
  ],
  [/CAPAB negotiation failed/i, 'the ircd refuses what the adapter announces; its log names the reason'],
  [
    /allowmask|not permitted|allowed ip/i,
    "the ircd's <link allowmask> does not include the adapter's address",
  ],
  [/Ping timeout/i, 'the adapter was stopped or the machine stalled for two minutes'],
];
