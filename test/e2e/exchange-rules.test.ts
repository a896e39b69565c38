import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Comparison__Output } from '../../src/proto-types/cburst/v1/Comparison.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { bytes, entry, heldChannel, joinKey, RawHost, topic } from './raw-host.ts';
import { NOBODY, SidecarProcess } from './sidecar-process.ts';
import { until } from './test-network.ts';

const directory = temporaryDirectory();

/** Server a keeps its staff's channels and every join key to itself, and has another policy than b. */
let a: SidecarProcess;
let b: SidecarProcess;
const hosts: RawHost[] = [];

beforeAll(async () => {
  const override = '[[channels.override]]\nname = "#help"\nconflict_policy = "merge"\n';
  a = await SidecarProcess.start(directory.path, {
    name: 'a.test',
    peers: [
      {
        name: 'b.test',
        rules: 'export = { except = ["#staff*"], fields = ["topic", "modes", "limit", "lists"] }',
      },
    ],
    sections: `[channels]\nconflict_policy = "oldest"\n${override}`,
  });
  b = await SidecarProcess.start(directory.path, {
    name: 'b.test',
    peers: [{ name: 'a.test', port: a.port }],
    sections: override,
  });
  const ofA = [
    heldChannel('#open', [topic('come in'), joinKey('sesame'), entry('*!*@bad.example')]),
    heldChannel('#staff', [topic('among us')]),
  ];
  const ofB = [heldChannel('#mine', [topic('of b'), joinKey('hunter2')])];
  for (const [sidecar, channels] of [
    [a, ofA],
    [b, ofB],
  ] as const) {
    const hello = { server_name: sidecar.name };
    hosts.push(await RawHost.attach(sidecar.hostTarget, { hello, channels }));
  }
});
afterAll(async () => {
  for (const host of hosts) host.cancel();
  for (const sidecar of [a, b]) await sidecar.stop();
  directory.remove();
});

it('what is not exported stays, and what both know of is proved equal', async () => {
  await hosts[1]!.showing('#open');
  await hosts[0]!.showing('#mine');
  // The next comparison is of both channels on both sides.
  await b.process.restart();
  const equal = { outcome: 'COMPARISON_OUTCOME_EQUAL', equal_documents: 2 } as const;
  await compared(a, 'b.test', equal);
  await compared(b, 'a.test', equal);
  expect(await a.channelNames()).toEqual(['#mine', '#open', '#staff']);
  expect(await b.channelNames()).toEqual(['#mine', '#open']);
  expect(await classesOf(b, '#open')).toEqual(['entry', 'topic']);
  expect(await classesOf(a, '#open')).toEqual(['entry', 'join_key', 'topic']);
  expect(await classesOf(a, '#mine')).toEqual(['join_key', 'topic']);
  expect(b.everythingLogged).not.toMatch(/sesame|#staff/);
});

it('servers that decide conflicts in different ways are told', async () => {
  const here = await a.logged('policy.differs', 'every channel: oldest here, local there');
  expect(here).toMatchObject({ level: 'warn', peer: 'b.test' });
  await b.logged('policy.differs', 'every channel: local here, oldest there');
  expect(JSON.stringify(here)).not.toContain('#help');
});

it('what an operator rejected differs by rule: it is not sent again and again', async () => {
  const name = '#ancient';
  const channel = { channel: bytes(name), created: heldChannel(name, [topic('old')], 86_400) };
  await hosts[0]!.tell(channel);
  await b.logged('quarantine.added', name);
  const { messages } = await b.ops.quarantine(10);
  expect(messages).toMatchObject([{ number: 1, code: 'created-early' }]);
  await b.ops.reject(1, NOBODY);
  await b.process.restart();
  const outcome = 'COMPARISON_OUTCOME_DIFFERENT';
  await compared(a, 'b.test', { outcome, sent_documents: 0, differing_by_rule: 1, more: false });
  await compared(b, 'a.test', { outcome, sent_documents: 0, differing_by_rule: 1, more: false });
  expect((await b.ops.quarantine(10)).messages).toEqual([]);
  expect(await b.channelNames()).toEqual(['#mine', '#open']);
});

/** Waits until its last comparison with `peer` ended so. */
function compared(
  sidecar: SidecarProcess,
  peer: string,
  expected: Partial<Comparison__Output>,
): Promise<void> {
  return until(async () => {
    const { compared: last } = await sidecar.peer(peer);
    const fits = Object.entries(expected).every(([key, value]) => last?.[key as keyof typeof last] === value);
    return fits ? null : `${sidecar.name}: ${JSON.stringify(last)}`;
  });
}

async function classesOf(sidecar: SidecarProcess, name: string): Promise<string[]> {
  const { documents } = await sidecar.channel(name);
  const fields = documents.flatMap(({ fields }) => fields.flatMap(({ field }) => field?.field ?? []));
  return [...new Set(fields)].sort();
}
