import { lstatSync } from 'node:fs';
import { connect } from 'node:net';

/** What is at the path of a unix socket. */
export type SocketProbe =
  | { readonly kind: 'absent' | 'no-socket' }
  /** Nobody listens any more. */
  | { readonly kind: 'stale' }
  /** This user may not open it. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'answers'; readonly mode: number };

export async function probeSocket(path: string): Promise<SocketProbe> {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return { kind: 'absent' };
  if (!stat.isSocket()) return { kind: 'no-socket' };
  const code = await new Promise<string | null>((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(null);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
  if (code === null) return { kind: 'answers', mode: stat.mode & 0o777 };
  return { kind: code === 'EACCES' || code === 'EPERM' ? 'closed' : 'stale' };
}
