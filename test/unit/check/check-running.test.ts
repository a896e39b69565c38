import { expect, test } from 'vitest';
import { checkRunning, type RunningAnswers } from '../../../src/check/check-running.ts';
import { ConfigPlaces } from '../../../src/check/config-places.ts';
import type { Severity } from '../../../src/check/finding.ts';
import { loadSidecarConfig } from '../../../src/config/load-sidecar-config.ts';
import type { GetStatusResponse__Output } from '../../../src/proto-types/cburst/v1/GetStatusResponse.ts';
import type { HostStatus__Output } from '../../../src/proto-types/cburst/v1/HostStatus.ts';
import type { Peer__Output } from '../../../src/proto-types/cburst/v1/Peer.ts';
import { CheckNode } from './check-node.ts';

interface Case {
  readonly name: string;
  /** What the sidecar says that is not well. */
  readonly status?: Partial<GetStatusResponse__Output>;
  readonly host?: Partial<HostStatus__Output>;
  readonly peer?: Partial<Peer__Output>;
  readonly answers?: Partial<RunningAnswers>;
  readonly severity?: Severity;
  readonly cause: string;
  readonly place: string;
  readonly fix: string;
}

const cases: Case[] = [
  {
    name: 'another sidecar at the socket',
    status: { server: 'z.example' },
    cause: 'speaks for z.example, and [server] name is a.example',
    place: 'sidecar.toml (api.ops_socket)',
    fix: 'name the configuration of a.example with --config',
  },
  {
    name: 'a casemapping that was changed in the file',
    status: { casemapping: 'ascii' },
    cause: 'the sidecar runs with the casemapping ascii, and the configuration says rfc1459',
    place: 'sidecar.toml:1 (server.casemapping)',
    fix: 'write casemapping = "ascii"',
  },
  {
    name: 'an older release that still runs',
    status: { version: '0.0.9' },
    severity: 'warning',
    cause: 'the sidecar runs as release 0.0.9, and this is 1.2.3',
    place: 'release 0.0.9',
    fix: 'restart the sidecar',
  },
  {
    name: 'a key that was read again and waits for a restart',
    status: {
      restart_pending: [
        { place: '[peers]', key: 'listen', before: 'none', after: '"h:1"', restart_reason: 'who listens' },
      ],
    },
    severity: 'warning',
    cause: '[peers] listen was changed, and counts only after a restart: who listens',
    place: '[peers] listen',
    fix: 'restart the sidecar',
  },
  {
    name: 'a peer that an operator barred',
    peer: { state: 'PEER_STATE_DOWN', barred_at: 1, barred_by: 'carol' },
    severity: 'warning',
    cause: 'no link to b.example is wanted, by carol',
    place: 'peer b.example',
    fix: 'run: cburst link b.example',
  },
  {
    name: 'a peer that was added to the file',
    answers: { peers: [] },
    severity: 'warning',
    cause: 'the sidecar runs without the peer b.example',
    place: 'sidecar.toml:6 (peers.peer.name)',
    fix: 'run: cburst reload',
  },
  {
    name: 'a pin that was changed in the file',
    peer: { pin: 'sha256:00' },
    severity: 'warning',
    cause: 'the sidecar runs with another pin of b.example: sha256:00',
    place: 'sidecar.toml:8 (peers.peer.pin)',
    fix: 'run: cburst reload',
  },
  {
    name: 'an address that was changed in the file',
    peer: { address: '' },
    severity: 'warning',
    cause: 'the sidecar runs with another address of b.example: none',
    place: 'sidecar.toml:7 (peers.peer.address)',
    fix: 'run: cburst reload',
  },
  {
    name: 'a host that never attached',
    host: { attached: false },
    cause: 'no ircd is attached',
    place: 'the host',
    fix: 'start the adapter: cburst adapter --ircd KIND --config adapter.toml',
  },
  {
    name: 'an ircd with another casemapping',
    host: {
      attached: false,
      last_refusal: 'hello: the host folds names by ascii, the network by rfc1459: change …',
    },
    cause: 'the ircd was refused: hello: the host folds names by ascii',
    place: 'the host',
    fix: 'change that, and restart the adapter',
  },
  {
    name: 'a second adapter',
    host: { last_refusal: 'a newer instance of this host is attached' },
    severity: 'warning',
    cause: 'another host came and was refused: a newer instance of this host is attached',
    place: 'the host',
    fix: 'run one adapter for one sidecar',
  },
  {
    name: 'members that are not shown',
    host: { members_missing: 3, members_missing_reason: 'show_members_max is reached' },
    severity: 'warning',
    cause: '3 members of other servers are not shown: show_members_max is reached',
    place: 'the host',
    fix: 'write a greater show_members_max in [adapter]',
  },
  {
    name: 'a host that is frozen',
    status: {
      host_writes: { mode: 'HOST_WRITE_MODE_FREEZE', reason: 'flood of bans', by: 'alice', since: 1 },
    },
    severity: 'warning',
    cause: 'nothing is written to the ircd, alice froze it: flood of bans',
    place: 'the host',
    fix: 'run: cburst go',
  },
  {
    name: 'a peer that was silent for too long',
    peer: { state: 'PEER_STATE_DOWN', expelled: true },
    cause: 'b.example was silent for longer than forget_after and is expelled',
    place: 'peer b.example',
    fix: 'run: cburst readmit b.example --review',
  },
  {
    name: 'a peer that goes by another name',
    peer: {
      state: 'PEER_STATE_DOWN',
      last_error: "name: the certificate is b.example's, the hello says c.example",
    },
    cause: 'b.example is not linked: name: the certificate',
    place: 'peer b.example',
    fix: 'write name = "b.example" on one of the two',
  },
  {
    name: 'a peer that says so itself',
    peer: {
      state: 'PEER_STATE_DOWN',
      last_error: 'the peer ended the link: casemapping: a folds names by ascii',
    },
    cause: 'b.example is not linked: the peer ended the link: casemapping',
    place: 'peer b.example',
    fix: 'write one [server] casemapping here and on b.example',
  },
  {
    name: 'a copy of a peer',
    peer: { state: 'PEER_STATE_DOWN', last_error: 'duplicate: another live sidecar speaks for b.example' },
    cause: 'another live sidecar speaks for b.example',
    place: 'peer b.example',
    fix: 'stop one of the two sidecars',
  },
  {
    name: 'a link that is missing elsewhere',
    peer: { missing_links: ['c.example'] },
    severity: 'warning',
    cause: 'b.example has no link to c.example',
    place: 'peer b.example',
    fix: 'on b.example run: cburst check',
  },
  {
    name: 'a line that was rejected',
    peer: { dirty: true },
    severity: 'warning',
    cause: 'a line of b.example was rejected and has not come again',
    place: 'peer b.example',
    fix: 'cburst resync --peer b.example',
  },
  {
    name: 'a peer under review',
    peer: { under_review: true },
    severity: 'warning',
    cause: 'b.example is under review',
    place: 'peer b.example',
    fix: 'then cburst readmit b.example',
  },
  {
    name: 'a clock that is ahead',
    peer: { clock_ahead_ms: 95_000 },
    severity: 'warning',
    cause: 'the clock of b.example is 95 s ahead of this one',
    place: 'peer b.example',
    fix: 'timedatectl set-ntp true',
  },
  {
    name: 'a clock that is behind',
    peer: { clock_ahead_ms: -31_000 },
    severity: 'warning',
    cause: 'the clock of b.example is 31 s behind this one',
    place: 'peer b.example',
    fix: 'timedatectl set-ntp true',
  },
  {
    name: 'something in quarantine',
    status: { quarantined: 2 },
    severity: 'warning',
    cause: '2 messages wait for an operator',
    place: 'the quarantine',
    fix: 'run: cburst quarantine',
  },
  {
    name: 'records that did not fit',
    answers: { newStoreProblems: true },
    severity: 'warning',
    cause: 'records of the store were set aside or repaired',
    place: 'the store',
    fix: 'run: cburst store',
  },
];

test.each(cases)('$name', async (one) => {
  const { severity = 'error', cause, place, fix } = one;
  const [finding, ...more] = await problems(one);
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ severity, area: 'running' });
  expect(finding!.cause).toContain(cause);
  expect(finding!.place).toContain(place);
  expect(finding!.fix).toContain(fix);
});

test('a peer that has this address and never came', async () => {
  const peer = { state: 'PEER_STATE_DOWN', address: '', last_incoming_at: 0 } as const;
  const [finding, ...more] = await problems({ peer }, (node) => {
    node.change(/address = .*\n/, '');
    return node;
  });
  expect(more).toEqual([]);
  expect(finding!.cause).toBe(
    'b.example is not linked: it never came here since the sidecar started, and this side has no address of it',
  );
  expect(finding!.fix).toMatch(
    /^let TCP port \d+ through here \(for instance: ufw allow \d+\/tcp\), then on b\.example run: cburst check$/,
  );
});

test('nothing is wrong', async () => {
  expect(await problems({})).toEqual([]);
  expect(await problems({ peer: { clock_ahead_ms: 1500, state: 'PEER_STATE_BURSTING' } })).toEqual([]);
});

async function problems(
  { status, host, peer, answers }: Partial<Case>,
  change: (node: CheckNode) => CheckNode = (node) => node,
) {
  const node = change(await CheckNode.create());
  const file = node.path('sidecar.toml');
  const config = loadSidecarConfig(file);
  const [b] = config.peers.peers;
  const attached = {
    attached: true,
    members_missing: 0,
    members_missing_reason: '',
    last_refusal: '',
    ...host,
  };
  const well = {
    status: {
      server: 'a.example',
      casemapping: 'rfc1459',
      version: '1.2.3',
      quarantined: 0,
      restart_pending: [],
      host: attached,
      ...status,
    },
    peers: [
      {
        server: 'b.example',
        state: 'PEER_STATE_LINKED',
        pin: `sha256:${b!.pin}`,
        address: b!.address === null ? '' : `127.0.0.1:${b!.address.port}`,
        last_error: '',
        last_incoming_at: 0,
        missing_links: [],
        barred_at: 0,
        ...peer,
      },
    ],
    newStoreProblems: false,
    ownVersion: '1.2.3',
    ...answers,
  } as unknown as RunningAnswers;
  const places = new ConfigPlaces('sidecar.toml', node.text('sidecar.toml'));
  return checkRunning(config, places, well).filter(({ severity }) => severity !== 'ok');
}
