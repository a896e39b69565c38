import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from './free-port.ts';
import { type Ircd, type IrcdOptions, IrcdProcess, ngircdProgram, requireIrcd } from './ircd-process.ts';

/** Starts an ngircd with a generated configuration on a free loopback port, which clients and servers share. */
export async function startNgircd(options: IrcdOptions): Promise<Ircd> {
  const program = requireIrcd(ngircdProgram);
  const directory = join(options.dir, options.name);
  mkdirSync(directory, { recursive: true });
  const [port] = (await freePorts(1)) as [number];
  const ngircd = new NgircdProcess(program, directory, port, options);
  await ngircd.start();
  return ngircd;
}

class NgircdProcess extends IrcdProcess implements Ircd {
  readonly name: string;
  readonly clientPort: number;
  readonly serverPort: number;
  readonly adapterSends: string;
  readonly ircdSends: string;
  readonly configFile: string;
  readonly logFile: string;

  constructor(program: string, directory: string, port: number, options: IrcdOptions) {
    const configFile = join(directory, 'ngircd.conf');
    // It logs on stdout, which start() shows where it fails.
    super([program, '-n', '-f', configFile], port);
    this.name = options.name;
    this.clientPort = port;
    this.serverPort = port;
    this.adapterSends = options.adapterSends ?? 'adapter-to-ircd';
    this.ircdSends = options.ircdSends ?? 'ircd-to-adapter';
    this.configFile = configFile;
    this.logFile = join(directory, 'ircd.log');
    writeFileSync(configFile, configText(this, options));
  }
}

/** The adapter sends `MyPassword`; the names are seen from the ircd. */
function configText(ircd: Ircd, options: IrcdOptions): string {
  return `[Global]
Name = ${ircd.name}
Info = test ngircd
AdminEMail = admin@${ircd.name}
Listen = 127.0.0.1
Ports = ${ircd.serverPort}
MotdPhrase = hi
Network = TestNet
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 30
MaxPenaltyTime = 0
MaxListSize = 0
PingTimeout = 120
PongTimeout = 20
[Options]
DNS = no
Ident = no
PAM = no
OperCanUseMode = yes
[Operator]
Name = op
Password = oppw
[Server]
Name = ${options.adapterName}
MyPassword = ${ircd.adapterSends}
PeerPassword = ${ircd.ircdSends}
Passive = yes
${options.extraConfig ?? ''}
`;
}
