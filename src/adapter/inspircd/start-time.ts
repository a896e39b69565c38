import { formatIrcLine, type IrcLine } from '../irc-line.ts';

/** The questions are read at once as a rule, so the second passes between two of them seldom, and hardly ever twice. */
const TRIES_MAX = 5;
/** Only within a minute do the seconds of an answer complete the burst's time; the rest is for the way there. */
const ASKED_SECONDS_MAX = 50;

/**
 * Finds out when the ircd started, without a memory of its own: the same second means the same run. Servers are not told, IRC
 * operators are (STATS u). So the burst contains an operator that asks and quits; with `quietbursts` nobody is told of it.
 *
 * STATS says only how long the ircd is up, TIME its local time to the second, BURST its time in full at the start of the
 * burst. Asked TIME, STATS, TIME: where both times are one, the start is known exactly; else it is asked again
 * (`isWorthAsking`). Exactness matters: an ircd that restarted within the tolerance of an inexact start would be taken to
 * remember, and all that it forgot for removed; one whose start is known of one link and not of the next would be taken to
 * have forgotten, and what users removed in between would be set again.
 */
export class StartTime {
  readonly #uid: string;
  #tries = 0;
  #times: number[] = [];
  #burstAt: number | null = null;
  #uptime: number | null = null;

  constructor(ownSid: string) {
    this.#uid = `${ownSid}AAAAAA`;
  }

  /** The questions, to be sent within the adapter's burst. Answers to earlier ones have to be in. */
  questions(ownName: string, ircdName: string, now: number): string[] {
    this.#tries++;
    this.#times = [];
    this.#uptime = null;
    const uid = this.#uid;
    const time = String(now);
    const params = [uid, time, uid, ownName, ownName, 'cburst', '127.0.0.1', time, '+io'];
    const ask = (command: string, ...params: string[]): string =>
      formatIrcLine({ source: uid, command, params });
    return [
      formatIrcLine({
        source: uid.slice(0, 3),
        command: 'UID',
        params,
        trailing: 'asks when the ircd started',
      }),
      ask('TIME', ircdName),
      ask('STATS', 'u', ircdName),
      ask('TIME', ircdName),
      formatIrcLine({ source: uid, command: 'QUIT', trailing: '' }),
    ];
  }

  take({ command, params }: IrcLine): void {
    if (command === 'BURST') this.#burstAt ??= wholeNumber(params[0] ?? '');
    if (command !== 'NUM' || params[1] !== this.#uid) return;
    const text = params.at(-1)!;
    if (params[2] === '391') this.#times.push(Number(/:(\d\d)$/.exec(text)?.[1] ?? Number.NaN));
    if (params[2] === '242') this.#uptime = uptimeOf(text);
  }

  /** The answers came apart, so another try may tell. Call when all are in; `now`: the ircd's time, Unix seconds. */
  isWorthAsking(now: number): boolean {
    const { burstAt, startedAt } = this;
    const areTold = burstAt !== null && this.#uptime !== null && this.#times.length === 2;
    if (!areTold || startedAt !== null) return false;
    return this.#tries < TRIES_MAX && now - burstAt < ASKED_SECONDS_MAX;
  }

  /** The ircd's time at the start of its burst, Unix seconds; null: not told yet. */
  get burstAt(): number | null {
    return this.#burstAt;
  }

  /** When the ircd started, Unix seconds of its own clock; null: not told, or not exactly. */
  get startedAt(): number | null {
    const [before, after] = this.#times;
    if (this.#burstAt === null || this.#uptime === null || before === undefined) return null;
    if (Number.isNaN(before) || before !== after) return null;
    // The answers came within a minute of the burst, so the seconds complete its time.
    const askedAt = this.#burstAt + ((before - (this.#burstAt % 60) + 60) % 60);
    return askedAt - this.#uptime;
  }
}

/** `Server up 3 days, 04:05:06` in seconds. */
function uptimeOf(text: string): number | null {
  const match = /(\d+) days?, (\d+):(\d\d):(\d\d)/.exec(text);
  if (match === null) return null;
  const [days, hours, minutes, seconds] = match.slice(1).map(Number) as [number, number, number, number];
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

function wholeNumber(text: string): number | null {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}
