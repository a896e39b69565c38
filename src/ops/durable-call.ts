import { CallError } from '../rpc/call-error.ts';

/** Runs `run` in the next transaction, and `durable` when that is on disk. */
export type Submit = (run: (now: number) => void, durable: () => void) => void;

/** What a call came to within its transaction. */
export type Outcome<T> = { readonly answer: T } | { readonly refusal: CallError };

/** Carries `act` out in one transaction; answers once that is on disk, or rejects with the CallError that refuses it. */
export function durableCall<T>(submit: Submit, act: (now: number) => Outcome<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let outcome: Outcome<T>;
    submit(
      (now) => {
        outcome = refusalOr(() => act(now));
      },
      () => {
        if ('refusal' in outcome) reject(outcome.refusal);
        else resolve(outcome.answer);
      },
    );
  });
}

/** Within a transaction nothing may throw but what breaks the sidecar: a refusal is an outcome. */
function refusalOr<T>(act: () => Outcome<T>): Outcome<T> {
  try {
    return act();
  } catch (error) {
    if (error instanceof CallError) return { refusal: error };
    throw error;
  }
}
