/** What an operator can do about an `ERROR` of the ircd, as `what to look at`; null: nothing is known of it. */
export function explainError(text: string): string | null {
  return EXPLANATIONS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const EXPLANATIONS: readonly [RegExp, string][] = [
  [
    /Mismatched server name or password/i,
    "compare [link] name and send_password with the ircd's <link name recvpass>; `cburst adapter --ircd inspircd --print-link` prints the block that fits, and the ircd has to be rehashed after pasting it",
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
