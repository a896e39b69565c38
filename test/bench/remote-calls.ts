import type { ChildProcess } from 'node:child_process';

/** What a helper process can be asked to do: each takes one value and gives one, both as JSON. */
export type Handlers = Record<string, (argument: never) => unknown>;

interface Call {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** In the helper: answers calls until its parent goes, and then ends. */
export function serveCalls(handlers: Handlers): void {
  process.on('message', async ({ id, name, argument }: Call) => {
    const answer = (rest: Omit<Answer, 'id'>) => process.send?.({ id, ...rest });
    try {
      answer({ value: (await handlers[name]!(argument as never)) ?? null });
    } catch (error) {
      answer({ error: (error as Error).stack ?? String(error) });
    }
  });
  process.on('disconnect', () => process.exit(0));
}

/** In the parent: calls the helper. A helper that ends fails what it has not answered. */
export function callsOf<H extends Handlers>(child: ChildProcess) {
  let calls = 0;
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  child.on('message', ({ id, value, error }: Answer) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(value);
    else call?.reject(new Error(error));
  });
  child.once('exit', (code, signal) => {
    for (const call of waiting.values()) call.reject(new Error(`a helper ended: ${code ?? signal}`));
  });
  return <N extends keyof H & string>(name: N, ...[argument]: Parameters<H[N]>) => {
    const call = Promise.withResolvers<unknown>();
    waiting.set(++calls, call);
    child.send({ id: calls, name, argument } satisfies Call);
    return call.promise as Promise<Awaited<ReturnType<H[N]>>>;
  };
}
