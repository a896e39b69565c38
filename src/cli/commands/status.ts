import type { Command } from 'commander';
import type { GetStatusResponse__Output } from '../../proto-types/cburst/v1/GetStatusResponse.ts';
import type { HostStatus__Output } from '../../proto-types/cburst/v1/HostStatus.ts';
import type { HostWrites__Output } from '../../proto-types/cburst/v1/HostWrites.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { jsonDocument } from '../json-output.ts';
import { addPlainOption, type PlainOption, terminalFor } from '../plain-option.ts';
import { describeWrites } from '../set-writes.ts';
import { showAge, showTime } from '../show-time.ts';
import { type Cell, renderPairs } from '../table.ts';
import { print, type Terminal } from '../terminal.ts';

export function addStatusCommand(program: Command): void {
  const command = program.command('status').description('the sidecar at a glance');
  addPlainOption(addAskOptions(command)).action((options: AskOptions & PlainOption) =>
    ask(options, async (client) => {
      const status = await client.status();
      const shown = () => renderStatus(status, Date.now(), terminalFor(options));
      await print(options.json ? jsonDocument(status) : shown());
    }),
  );
}

export function renderStatus(status: GetStatusResponse__Output, now: number, terminal: Terminal): string {
  const { peers, peers_linked: linked, peers_barred: barred } = status;
  const none = barred === 0 ? '' : `, ${barred} barred by an operator: cburst peers`;
  return renderPairs(
    [
      ['server', { text: status.server, style: 'bold' }],
      ['version', status.version],
      ['running since', `${showTime(status.started_at)} (${showAge(status.started_at, now)})`],
      ['casemapping', status.casemapping],
      ...hostPairs(status.host, now),
      ...writesPairs(status.host_writes),
      [
        'peers linked',
        { text: `${linked} of ${peers}${none}`, style: linked === peers ? 'green' : 'yellow' },
      ],
      ['local channels', status.local_channels],
      ['remote channels', status.remote_channels],
      ['shadowed channels', status.shadowed_channels],
      ['documents', status.documents],
      ['conflicts', toLookAt(status.conflicts, 'cburst conflicts')],
      ['in quarantine', toLookAt(status.quarantined, 'cburst quarantine')],
      ...configPairs(status, now),
      ['sequence', `${status.sequence} of epoch ${status.epoch}`],
    ],
    terminal,
  );
}

function configPairs(
  { config_loaded_at: at, restart_pending: pending }: GetStatusResponse__Output,
  now: number,
): [string, Cell][] {
  const read: [string, Cell] = ['configuration read', `${showTime(at)} (${showAge(at, now)})`];
  if (pending.length === 0) return [read];
  const keys = pending.map(({ place, key }) => `${place} ${key}`).join(', ');
  return [read, ['waits for a restart', { text: keys, style: 'yellow' }]];
}

function toLookAt(count: number, command: string): Cell {
  return count === 0 ? 0 : { text: `${count}: look at ${command}`, style: 'yellow' };
}

function memberPairs(host: HostStatus__Output): [string, Cell][] {
  const { members_shown: shown, members_missing: missing, members_missing_reason: reason } = host;
  if (shown === 0 && missing === 0) return [];
  if (missing === 0) return [['remote users shown', shown]];
  return [['remote users shown', { text: `${shown}, ${missing} are not: ${reason}`, style: 'yellow' }]];
}

function writesPairs(writes: HostWrites__Output | null): [string, Cell][] {
  const text = writes === null ? '' : describeWrites(writes);
  if (text === '') return [];
  return [['writes', { text, style: writes!.mode === 'HOST_WRITE_MODE_FREEZE' ? 'red' : 'yellow' }]];
}

function hostPairs(host: HostStatus__Output | null, now: number): [string, Cell][] {
  if (!host?.attached) {
    const since = host?.since ? ` since ${showTime(host.since)} (${showAge(host.since, now)})` : '';
    const advice = 'start the adapter (cburst adapter --help), or look at its log';
    const refused: [string, Cell][] = host?.last_refusal
      ? [['last host refused', { text: host.last_refusal, style: 'yellow' }]]
      : [];
    return [['host', { text: `not attached${since}: ${advice}`, style: 'yellow' }], ...refused];
  }
  const mode = host.observe ? ', only observing' : '';
  return [
    ['host', { text: `attached${mode}`, style: host.observe ? 'yellow' : 'green' }],
    ['host software', host.software],
    ['attached since', `${showTime(host.since)} (${showAge(host.since, now)})`],
    ['host events', host.events],
    ...memberPairs(host),
    ['host updates', `${host.updates}, ${host.updates_in_flight} in flight, ${host.updates_waiting} waiting`],
  ];
}
