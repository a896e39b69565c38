/**
 * What `read` returns, as it is at each look: for options that may change while somebody works by them. Whoever takes a
 * value out of it at construction keeps that one. Its keys are those of the first look.
 */
export function liveView<T extends object>(read: () => T): T {
  const view = {} as T;
  for (const key of Object.keys(read()) as (keyof T)[])
    Object.defineProperty(view, key, { enumerable: true, get: () => read()[key] });
  return view;
}
