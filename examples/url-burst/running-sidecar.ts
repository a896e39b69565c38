import { Writable } from 'node:stream';
import {
  type BuildExtension,
  createLogger,
  loadSidecarConfig,
  type Sidecar,
  startSidecar,
} from '../../src/sidecar/public-api.ts';

/** A sidecar in this process, with extensions, whose log is kept. */
export interface RunningSidecar {
  readonly sidecar: Sidecar;
  /** One JSON object each. */
  readonly log: readonly string[];
}

/** `file`: its configuration, as for `cburst sidecar`. */
export async function runSidecar(
  file: string,
  extensions: readonly BuildExtension[],
): Promise<RunningSidecar> {
  const config = loadSidecarConfig(file);
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk, _, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const log = createLogger({ level: 'debug', format: 'json' }, 'sidecar', sink);
  return { sidecar: await startSidecar(config, { log, extensions }), log: lines };
}
