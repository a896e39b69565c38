/** What an operator can do about an `ERROR` of the ircd, as `what to look at`; null: nothing is known of it. */
export function explainError(text: string): string | null {
  return EXPLANATIONS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** What to do when something else than an ircd-hybrid answers. */
export const useServerPort =
  "[ircd] address must be a port of the ircd's listen {} block; its clients and servers share them";

/** What to do when nothing could be connected to. */
export const startIrcd = 'check that the ircd runs and that [ircd] address is a port of its listen {} block';

const PASTE =
  "paste what `cburst adapter --ircd hybrid --config FILE --print-link` prints into the ircd's configuration, then /REHASH";

const EXPLANATIONS: readonly [RegExp, string][] = [
  [
    /Invalid password/i,
    `the accept_password of the ircd's connect {} block is not [link] send_password: ${PASTE}`,
  ],
  [
    /No connect \{\} block/i,
    `the ircd has no connect {} block of this [link] name, or its host is not the adapter's address: ${PASTE}`,
  ],
  [/Invalid host/i, "the host in the ircd's connect {} block is not the adapter's address"],
  [
    /Server already exists/i,
    'an older link of this adapter is still registered (it ends by itself within twice the ping_time), or another server has this [link] name',
  ],
  [/Bogus server ID/i, '[link] sid is not a digit followed by two of A-Z 0-9'],
  [
    /I'm a leaf not a hub/i,
    'the ircd takes one server only: set hub = yes in its serverinfo {} block, then /REHASH',
  ],
  [
    /hub_mask|leaf_mask/i,
    'with [adapter] show_members there is a server behind the adapter, named as the adapter with guests. before it: the ircd\'s connect {} block needs hub_mask = "*", and no leaf_mask, then /REHASH',
  ],
  [/TS delta/i, "the adapter's and the ircd's clocks are too far apart (ts_max_delta): set both by NTP"],
  [/Ping timeout/i, "the adapter was stopped or the machine stalled for longer than the ircd's ping_time"],
  [
    /SendQ exceeded|Max SendQ/i,
    "the sendq of the ircd's class for servers is too small: set it to 8 megabytes or more",
  ],
  [/Server Terminating/i, 'the ircd ends; the adapter links again when it is back'],
];
