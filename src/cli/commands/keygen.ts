import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { parseServerName, type ServerName } from '../../core/identity.ts';
import type { WrittenIdentity } from '../../peer/keygen.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import { jsonDocument } from '../json-output.ts';
import { print } from '../terminal.ts';

interface KeygenOptions {
  readonly name: string;
  readonly out: string;
  readonly json?: true;
}

export function addKeygenCommand(program: Command): void {
  program
    .command('keygen')
    .description(
      'make the key and certificate by which peers know this server; what is there already is kept',
    )
    .requiredOption('--name <server>', "the ircd's server name")
    .option('--out <directory>', 'where the two files go', '.')
    .option('--json', 'answer for programs')
    .action(keygen);
}

async function keygen(options: KeygenOptions): Promise<void> {
  const name = parseServerName(options.name);
  if (name === null)
    throw new CliError(
      exitCodes.usage,
      `${JSON.stringify(options.name)} is not a server name: it has letters, digits, - and _ between dots, like irc1.example.net`,
    );
  // A configuration in the working directory needs no longer paths; in another one only absolute ones are right.
  const directory = options.out === '.' ? '.' : resolve(options.out);
  const identity = await write(directory, name);
  await print(options.json ? jsonDocument(asAnswer(name, identity)) : renderIdentity(name, identity));
}

/** Peers know this server by its key: one that is there stays, and is what who calls this again wants to see. */
async function write(directory: string, name: ServerName): Promise<MadeIdentity> {
  // Only here: the certificate library is not needed to run a sidecar.
  const { writeIdentity } = await import('../../peer/keygen.ts');
  try {
    return { ...(await writeIdentity(directory, name)), created: true };
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return { ...(await kept(directory, name, path!)), created: false };
    if (code === undefined) throw error;
    throw new CliError(exitCodes.failure, `${path ?? join(directory, name)} cannot be written (${code})`, {
      cause: error,
    });
  }
}

async function kept(directory: string, name: ServerName, path: string): Promise<WrittenIdentity> {
  const { keptIdentity } = await import('../../peer/kept-identity.ts');
  const identity = keptIdentity(directory, name);
  if (identity !== null) return identity;
  throw new CliError(
    exitCodes.failure,
    `${path} is there already, and is not one of a key and its certificate that can be used. Nothing is ever overwritten: move it away first, or choose another --out`,
  );
}

interface MadeIdentity extends WrittenIdentity {
  /** False: it was there already. */
  readonly created: boolean;
}

function asAnswer(name: ServerName, { keyFile, certificateFile, pin, created }: MadeIdentity) {
  return { name, key_file: keyFile, certificate_file: certificateFile, pin: `sha256:${pin}`, created };
}

/** What goes into both sides' configurations, to be pasted. */
function renderIdentity(name: ServerName, { keyFile, certificateFile, pin, created }: MadeIdentity): string {
  const note = created ? '' : 'The key is there already and is kept: nothing was written.\n\n';
  return `${note}Pin: sha256:${pin}

Into this sidecar's configuration (${keyFile} stays secret and on this machine):

[peers]
key = ${JSON.stringify(keyFile)}
certificate = ${JSON.stringify(certificateFile)}

Into the configuration of each other sidecar (leave the address out if it cannot dial this one):

[[peers.peer]]
name = "${name}"
address = "${name}:7100"
pin = "sha256:${pin}"
`;
}
