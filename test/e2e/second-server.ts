import type { IrcdType } from '../../src/config/ircd-kinds.ts';
import type { Ircd } from './ircd-process.ts';
import { RawServer } from './raw-server.ts';

/** How a test links a server of its own to a kind of ircd, beside the adapter. */
export interface SecondServer {
  /** What the ircd's configuration needs for it. */
  block(name: string): string;
  /** The same, and what gives it the rights of services. */
  servicesBlock(name: string): string;
  /** Linked when both bursts are over. `id`: its server id, where servers have one. */
  link(ircd: Ircd, name: string, id: string): Promise<RawServer>;
  /** The line with which it gives a user another nick; `introduction`: the line with which it was told of the user. */
  svsnick(id: string, introduction: string, nick: string): string;
}

const PASSWORD = 'n';

const inspircd: SecondServer = {
  block: (name) =>
    `<link name="${name}" ipaddr="127.0.0.1" port="1" allowmask="127.0.0.0/8" timeout="15s" sendpass="n" recvpass="n">`,
  servicesBlock: (name) => `${inspircd.block(name)}<uline server="${name}">`,
  link: async (ircd, name, id) => {
    const server = await RawServer.connect(ircd.serverPort);
    server.send('CAPAB START 1205', 'CAPAB END', `SERVER ${name} ${PASSWORD} 0 ${id} :second`);
    server.send(`:${id} BURST ${now()}`, `:${id} ENDBURST`);
    await server.line(/^:\S+ ENDBURST/);
    return server;
  },
  svsnick: (id, introduction, nick) => `:${id} SVSNICK ${introduction.split(' ')[2]} ${nick} ${now()}`,
};

const hybrid: SecondServer = {
  block: (name) =>
    `connect { name = "${name}"; host = "127.0.0.1"; port = 1; send_password = "n"; accept_password = "n"; encrypted = no; hub_mask = "*"; class = "server"; };`,
  servicesBlock: (name) => `${hybrid.block(name)}\nservice { name = "${name}"; };`,
  link: async (ircd, name, id) => {
    const server = await RawServer.connect(ircd.serverPort);
    server.send(
      `PASS ${PASSWORD}`,
      'CAPAB :EOB TBURST ENCAP RHOST MLOCK',
      `SERVER ${name} 1 ${id} + :second`,
    );
    server.send(`SVINFO 6 6 0 :${now()}`, `:${id} EOB`);
    await server.line(/^:\S+ EOB/);
    return server;
  },
  svsnick: (id, introduction, nick) => {
    const [, , , , since, , , , , , uid] = introduction.split(' ');
    return `:${id} SVSNICK ${uid} ${since} ${nick} ${now()}`;
  },
};

const ngircd: SecondServer = {
  block: (name) => `[Server]\nName = ${name}\nMyPassword = n\nPeerPassword = n\nPassive = yes`,
  servicesBlock: (name) => `${ngircd.block(name)}\nServiceMask = *Serv`,
  link: async (ircd, name) => {
    const server = await RawServer.connect(ircd.serverPort);
    server.send(`PASS ${PASSWORD} 0210-IRC+ test|1:CHLMSX P`, `SERVER ${name} 1 :second`);
    await server.line(/ 376 /);
    server.send(`:${name} 376 ${ircd.name} :End`);
    await server.line(/ PING /);
    server.send(`:${name} PONG ${ircd.name}`);
    return server;
  },
  svsnick: (id, introduction, nick) => `:${id} SVSNICK ${introduction.split(' ')[2]} ${nick}`,
};

export const secondServers: Readonly<Record<IrcdType, SecondServer>> = { inspircd, hybrid, ngircd };

function now(): number {
  return Math.floor(Date.now() / 1000);
}
