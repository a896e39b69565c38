/** Runs `callback` after so long, unless the returned function is called before. */
export type After = (delayMs: number, callback: () => void) => () => void;

/** By the system's clock. It keeps no process alive. */
export const after: After = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs).unref();
  return () => clearTimeout(timer);
};
