import type { ChannelOptions } from '@grpc/grpc-js';

/** How an end of a connection finds out that the other one is gone without a word: its machine lost power, or it hangs. */
export interface KeepAlive {
  /** Between two questions. */
  readonly everyMs: number;
  /** Without an answer for so long the connection is given up. */
  readonly answerMsMax: number;
}

/** A process that stores a great snapshot answers nothing meanwhile: that is not to end its connection. */
export const apiKeepAlive: KeepAlive = { everyMs: 20_000, answerMsMax: 60_000 };

export function keepAliveOptions({ everyMs, answerMsMax }: KeepAlive): ChannelOptions {
  return { 'grpc.keepalive_time_ms': everyMs, 'grpc.keepalive_timeout_ms': answerMsMax };
}
