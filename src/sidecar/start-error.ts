/** The sidecar cannot start as things are, and that is no defect of it. The message says why, and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
