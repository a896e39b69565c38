import { parseArgs } from 'node:util';
import { HostLink } from './host-link.ts';
import { Ircd } from './ircd.ts';
import { type Casemapping, isCasemapping } from './names.ts';

const USAGE = `node main.ts --name SERVER [--host 127.0.0.1] [--port 6667] [--casemapping rfc1459]
               [--sidecar unix:/path/host.sock]
  --name         server name, as in the sidecar's configuration
  --port         0: any free one; the first line of the output tells
  --casemapping  ascii, rfc1459 or rfc1459-strict, as the network's
  --sidecar      gRPC target of the sidecar's host API; without it the ircd is alone
  MINI_IRCD_OPER=name:password in the environment lets that name become IRC operator`;

const { name, host, port, casemapping, operator, sidecar } = readArguments();
const ircd = new Ircd({ name, casemapping, operator });
const address = await ircd.listen(host, port);
console.log(`ready: ${name} listens on ${host}:${address}`);
const link =
  sidecar === undefined ? null : new HostLink(ircd, { target: sidecar, log: (line) => console.log(line) });
link?.attach();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // The link first: that users lose their connections is no news of their channels.
    link?.close();
    void ircd.close().then(() => process.exit(0));
  });
}

function readArguments() {
  const text = { type: 'string' } as const;
  const options = { name: text, host: text, port: text, casemapping: text, sidecar: text };
  const values = parse(options);
  const named = values.casemapping ?? 'rfc1459';
  const wantedPort = Number(values.port ?? 6667);
  if (values.name === undefined || !/^[\w.-]{1,63}$/.test(values.name))
    usage('--name is missing or no server name');
  if (!isCasemapping(named)) usage('--casemapping is not one of ascii, rfc1459, rfc1459-strict');
  if (!Number.isInteger(wantedPort) || wantedPort < 0 || wantedPort > 65535) usage('--port is not a port');
  return {
    name: values.name,
    host: values.host ?? '127.0.0.1',
    port: wantedPort,
    casemapping: named satisfies Casemapping,
    operator: readOperator(process.env.MINI_IRCD_OPER),
    sidecar: values.sidecar,
  };
}

function parse<Options extends Record<string, { type: 'string' }>>(options: Options) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return usage(String(error));
  }
}

function readOperator(text: string | undefined): { name: string; password: string } | null {
  if (!text) return null;
  const match = /^([^:]+):(.+)$/s.exec(text);
  return match === null
    ? usage('MINI_IRCD_OPER is not name:password')
    : { name: match[1]!, password: match[2]! };
}

function usage(problem: string): never {
  console.error(`${problem}\n\n${USAGE}`);
  process.exit(2);
}
