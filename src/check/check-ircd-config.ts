import type { AdapterConfig } from '../config/adapter-config.ts';
import type { IrcdType } from '../config/ircd-kinds.ts';
import type { SidecarConfig } from '../config/sidecar-config.ts';
import { type Finding, findingsOf } from './finding.ts';
import { madeByProgram } from './included-text.ts';
import { type IrcdConfig, ircdConfigWords, type LinkBlock, type Written } from './ircd-config.ts';

const { error, warning, ok } = findingsOf('ircd');

export interface JudgedIrcd {
  readonly adapter: AdapterConfig;
  /** As it was named, for the fixes. */
  readonly adapterFile: string;
  readonly sidecar: SidecarConfig;
  readonly ircd: IrcdConfig;
  readonly file: string;
  /** `file:line` of a line of the configuration, which may be that of a file that it includes. */
  readonly place: (line: number) => string;
  /** Why each file of `ircd.elsewhere` was not read. */
  readonly notRead: ReadonlyMap<string, string>;
}

/** Whether an ircd's configuration lets this adapter link. Passwords are compared and never told. */
export function checkIrcdConfig(judged: JudgedIrcd): Finding[] {
  const { file } = judged;
  const findings = [
    ...otherName(judged),
    ...otherPort(judged),
    ...sameId(judged),
    ...otherCasemapping(judged),
    ...missingModules(judged),
    ...judgeLinks(judged),
  ];
  const notes = notLookedAt(judged).filter(
    ({ value }) => !findings.some(({ cause }) => cause.includes(value)),
  );
  return [
    ...(findings.length > 0 ? findings : [ok('lets the adapter link', file)]),
    ...notes.map(({ finding }) => finding),
  ];
}

/** What the ircd includes and is not known here. Of what a program makes nobody can say more. */
function notLookedAt({ ircd, place, notRead }: JudgedIrcd): { value: string; finding: Finding }[] {
  return ircd.elsewhere.map(({ value, line }) => {
    const why = notRead.get(value)!;
    const cause = `${value} is included, and was not looked at: ${why}`;
    const fix = 'run this as a user who may read it, or take the line out if there is no such file';
    return {
      value,
      finding: why === madeByProgram ? ok(cause, place(line)) : warning(cause, place(line), fix),
    };
  });
}

/** What is missing here may be in a file that is included. */
function missing({ file, ircd, notRead }: JudgedIrcd, cause: string, fix: string): Finding {
  const [include] = ircd.elsewhere;
  if (include === undefined) return error(cause, file, fix);
  return warning(
    `${cause}; what it includes (${include.value}) was not looked at: ${notRead.get(include.value)}`,
    file,
    `${fix}; or look there: --ircd-config`,
  );
}

function printLink({ adapter, adapterFile }: JudgedIrcd): string {
  const how = adapter.ircd.type === 'inspircd' ? '/REHASH' : 'REHASH';
  return `paste what this prints: cburst adapter --ircd ${adapter.ircd.type} --config ${adapterFile} --print-link, then ${how}`;
}

function otherName({ adapter, place, ircd, adapterFile }: JudgedIrcd): Finding[] {
  const { serverName } = ircd;
  if (serverName === null || serverName.value === adapter.ircd.serverName) return [];
  return [
    error(
      `the ircd is ${serverName.value}, and [ircd] server_name of the adapter is ${adapter.ircd.serverName}`,
      place(serverName.line),
      `write server_name = "${serverName.value}" in ${adapterFile}, and the same as [server] name of the sidecar`,
    ),
  ];
}

function otherPort(judged: JudgedIrcd): Finding[] {
  const { adapter, adapterFile, place, ircd } = judged;
  const { host, port } = adapter.ircd.address;
  const { ports } = ircdConfigWords[adapter.ircd.type];
  if (ircd.ports === null)
    return [missing(judged, `the ircd takes servers at no port: it has no ${ports}`, printLink(judged))];
  if (ircd.ports.some(({ value }) => value === port)) return [];
  const [first] = ircd.ports as [Written<number>];
  if (ircd.elsewhere.length > 0)
    return [
      missing(judged, `the ircd has no ${ports} with port ${port} of [ircd] address`, printLink(judged)),
    ];
  return [
    error(
      `port ${port} of [ircd] address is in no ${ports} without TLS: there are ${ircd.ports.map(({ value }) => value).join(', ')}`,
      place(first.line),
      `write address = "${host.includes(':') ? `[${host}]` : host}:${first.value}" in ${adapterFile}`,
    ),
  ];
}

function sameId({ adapter, adapterFile, place, ircd }: JudgedIrcd): Finding[] {
  if (ircd.sid === null || ircd.sid.value !== adapter.link.sid) return [];
  return [
    error(
      `${adapter.link.sid} is the server id of the ircd itself, and [link] sid of the adapter`,
      place(ircd.sid.line),
      `write another sid in ${adapterFile}, for instance sid = "${adapter.link.sid === '9CB' ? '9CC' : '9CB'}"`,
    ),
  ];
}

function otherCasemapping({ sidecar, place, ircd }: JudgedIrcd): Finding[] {
  const said = ircd.casemapping;
  const wanted = sidecar.server.casemapping;
  const isElsewhere = said?.line === 0 && ircd.elsewhere.length > 0;
  if (said === null || said.value === null || said.value === wanted || isElsewhere) return [];
  return [
    error(
      `the ircd folds names by ${said.value}, and [server] casemapping of the sidecar is ${wanted}`,
      place(said.line),
      `write <options casemapping="${wanted}">, or casemapping = "${said.value}" for every sidecar`,
    ),
  ];
}

/** What the adapter cannot do without, and what it can do badly without. */
const MODULES: Readonly<Partial<Record<IrcdType, readonly (readonly [string, boolean])[]>>> = {
  inspircd: [
    ['spanningtree', true],
    ['permchannels', false],
  ],
};

function missingModules(judged: JudgedIrcd): Finding[] {
  const { adapter, file, ircd } = judged;
  return (MODULES[adapter.ircd.type] ?? []).flatMap(([name, isNeeded]) => {
    if (ircd.modules === null || ircd.modules.has(name)) return [];
    const fix = `write <module name="${name}">, then /REHASH and restart the adapter`;
    if (isNeeded) return [missing(judged, `the module ${name} is not loaded: no server can link`, fix)];
    if (ircd.elsewhere.length > 0) return [];
    const cause = `the module ${name} is not loaded: channels without members end through a user who comes and goes`;
    return [warning(cause, file, fix)];
  });
}

function judgeLinks(judged: JudgedIrcd): Finding[] {
  const { adapter, place, ircd } = judged;
  const { name } = adapter.link;
  const { block } = ircdConfigWords[adapter.ircd.type];
  const [first, second] = ircd.links.filter((link) => link.name?.value.toLowerCase() === name.toLowerCase());
  if (first === undefined)
    return [
      missing(
        judged,
        `the ircd has no ${block} of ${name}, the [link] name of the adapter`,
        printLink(judged),
      ),
    ];
  if (second !== undefined)
    return [
      error(
        `the ircd has two ${block} of ${name}, and takes one of them`,
        place(second.line),
        `remove this ${block}`,
      ),
    ];
  return judgeLink(judged, first);
}

function judgeLink(judged: JudgedIrcd, link: LinkBlock): Finding[] {
  const { adapter, place } = judged;
  const { sendPassword, receivePassword, name } = adapter.link;
  const words = ircdConfigWords[adapter.ircd.type];
  const others = link.otherwise.map(({ value, line, instead }) =>
    error(
      `${value}, and the adapter comes without: ${words.block} of ${name}`,
      place(line),
      `${instead}, then REHASH`,
    ),
  );
  const behind =
    link.mayHaveOthers || !adapter.adapter.showMembers
      ? []
      : [
          error(
            `[adapter] show_members brings a server of its own, which ${words.block} of ${name} does not allow`,
            place(link.line),
            'write hub_mask = "*"; in it, then REHASH',
          ),
        ];
  return [
    ...password(judged, link, words.takes, link.takes, 'send_password', sendPassword),
    ...password(judged, link, words.sends, link.sends, 'receive_password', receivePassword),
    ...others,
    ...behind,
  ];
}

function password(
  judged: JudgedIrcd,
  link: LinkBlock,
  word: string,
  written: Written | null,
  key: string,
  wanted: string,
): Finding[] {
  if (written !== null && written.value === wanted) return [];
  const { place, adapter } = judged;
  const { block } = ircdConfigWords[adapter.ircd.type];
  const what =
    written === null || written.value === '' ? 'is missing' : `is not [link] ${key} of the adapter`;
  const line = written?.line ?? link.line;
  return [error(`${word} of the ${block} of ${adapter.link.name} ${what}`, place(line), printLink(judged))];
}
