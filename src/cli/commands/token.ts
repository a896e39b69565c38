import { open, rm } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { newToken, tokenHash } from '../../access/api-token.ts';
import { type Role, roles } from '../../config/api-roles.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import { jsonDocument } from '../json-output.ts';
import { print } from '../terminal.ts';

interface TokenOptions {
  readonly name: string;
  readonly role: Role;
  readonly out?: string;
  readonly json?: true;
}

export function addTokenCommand(program: Command): void {
  program
    .command('token')
    .description('make a bearer token with which somebody may call the API over TCP')
    .requiredOption('--name <name>', 'whose it is, as logs and the journal are to say it')
    .addOption(new Option('--role <role>', 'what it may do').choices(roles).makeOptionMandatory())
    .option('--out <file>', 'new file for the token (mode 0600), instead of showing it')
    .option('--json', 'answer for programs')
    .action(token);
}

async function token({ name, role, out, json }: TokenOptions): Promise<void> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name))
    throw new CliError(
      exitCodes.usage,
      `--name ${JSON.stringify(name)} is not a name: use letters, digits, ., _ and -, at most 64`,
    );
  const made = newToken();
  const sha256 = tokenHash(made);
  if (out !== undefined) await writeSecret(out, `${made}\n`);
  const shown = out === undefined ? { token: made } : { token_file: out };
  if (json) return print(jsonDocument({ name, role, sha256, ...shown }));
  const first =
    out === undefined
      ? `Token, shown only this once: ${made}`
      : `The token is in ${out}, which its user keeps secret.`;
  await print(`${first}\n\nInto the configuration of the sidecar:\n\n${block(name, role, sha256)}`);
}

function block(name: string, role: Role, sha256: string): string {
  return `[[api.token]]\nname = "${name}"\nrole = "${role}"\nsha256 = "${sha256}"\n`;
}

async function writeSecret(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(text);
    } catch (error) {
      await rm(path);
      throw error;
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const next =
      code === 'EEXIST' ? ': a token may be in it, so it is never overwritten; move it away first' : '';
    throw new CliError(exitCodes.failure, `--out ${path} cannot be written (${code})${next}`, {
      cause: error,
    });
  }
}
