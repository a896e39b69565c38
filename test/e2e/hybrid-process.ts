import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asNobody } from './as-nobody.ts';
import { freePorts } from './free-port.ts';
import { hybridProgram, type Ircd, type IrcdOptions, IrcdProcess, requireIrcd } from './ircd-process.ts';

export interface HybridOptions extends IrcdOptions {
  /** Server id: a digit and two of A-Z 0-9, unique among servers that know each other. */
  readonly sid: string;
  /** Entries in all lists of a channel together. Default 100. */
  readonly maxList?: number;
  /** The same of a channel with mode L. Default as `maxList`. */
  readonly maxListLarge?: number;
  /** Longest topic in bytes. Default 300. */
  readonly maxTopic?: number;
}

/** A real ircd-hybrid. */
export interface Hybrid extends Ircd {
  readonly sid: string;
}

/** Starts an ircd-hybrid with a generated configuration on a free loopback port, which clients and servers share. */
export async function startHybrid(options: HybridOptions): Promise<Hybrid> {
  const program = requireIrcd(hybridProgram);
  const directory = join(options.dir, options.name);
  mkdirSync(directory, { recursive: true });
  const [port] = (await freePorts(1)) as [number];
  const hybrid = new HybridProcess(program, directory, port, options);
  await hybrid.start();
  return hybrid;
}

class HybridProcess extends IrcdProcess implements Hybrid {
  readonly name: string;
  readonly sid: string;
  readonly clientPort: number;
  readonly serverPort: number;
  readonly adapterSends: string;
  readonly ircdSends: string;
  readonly configFile: string;
  readonly logFile: string;

  constructor(program: string, directory: string, port: number, options: HybridOptions) {
    const own = (name: string): string => join(directory, name);
    const files = ['config', 'log', 'pid', 'kline', 'dline', 'xline', 'resv'];
    const flags = files.flatMap((kind) => [`-${kind}file`, own(`ircd.${kind}`)]);
    super([program, '-foreground', ...flags], port, asNobody(directory));
    this.name = options.name;
    this.sid = options.sid;
    this.clientPort = port;
    this.serverPort = port;
    this.adapterSends = options.adapterSends ?? 'adapter-to-ircd';
    this.ircdSends = options.ircdSends ?? 'ircd-to-adapter';
    this.configFile = own('ircd.config');
    this.logFile = own('ircd.log');
    writeFileSync(this.configFile, configText(this, options));
  }
}

function configText(ircd: Hybrid, options: HybridOptions): string {
  const maxList = options.maxList ?? 100;
  return `serverinfo { name = "${ircd.name}"; sid = "${ircd.sid}"; description = "test hybrid"; network_name = "TestNet"; hub = yes;
  default_max_clients = 4000; max_nick_length = 30; max_topic_length = ${options.maxTopic ?? 300}; };
admin { name = "admin"; description = "admin"; email = "<admin@${ircd.name}>"; };
class { name = "users"; ping_time = 90 seconds; number_per_ip_local = 4000; number_per_ip_global = 4000;
  max_number = 4000; sendq = 10 megabytes; recvq = 8000 bytes; max_channels = 500; };
class { name = "opers"; ping_time = 90 seconds; number_per_ip_local = 4000; number_per_ip_global = 4000;
  max_number = 4000; sendq = 10 megabytes; recvq = 8000 bytes; max_channels = 500; };
class { name = "server"; ping_time = 90 seconds; connectfreq = 5 minutes; max_number = 10; sendq = 80 megabytes; };
listen { host = "127.0.0.1"; port = ${ircd.serverPort}; };
auth { user = "*@*"; class = "users"; flags = exceed_limit, can_flood; };
operator { name = "op"; user = "*@*"; password = "oppw"; encrypted = no; class = "opers";
  flags = admin, connect, connect:remote, squit, squit:remote, die, kill, kill:remote, rehash, restart, set, opme, resv; };
connect { name = "${options.adapterName}"; host = "127.0.0.1"; port = 1; send_password = "${ircd.ircdSends}";
  accept_password = "${ircd.adapterSends}"; encrypted = no; hub_mask = "*"; class = "server"; };
channel { disable_fake_channels = no; max_channels = 500; max_bans = ${maxList}; max_bans_large = ${options.maxListLarge ?? maxList};
  default_join_flood_count = 0; default_join_flood_time = 0 seconds; };
general { disable_auth = yes; default_floodcount = 0; anti_nick_flood = no; anti_spam_exit_message_time = 0 minutes;
  ts_warn_delta = 3 seconds; ts_max_delta = 15 seconds; throttle_count = 10000; throttle_time = 1 second;
  pace_wait_simple = 0 seconds; pace_wait = 0 seconds; max_targets = 20; no_oper_flood = yes; };
modules { path = "/usr/lib/ircd-hybrid/modules"; path = "/usr/lib/ircd-hybrid/modules/autoload";
  path = "/usr/lib/ircd-hybrid/modules/extra"; module = "m_opme.la"; };
log { use_logging = yes; };
${options.extraConfig ?? ''}
`;
}
