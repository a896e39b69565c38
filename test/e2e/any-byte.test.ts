import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Field, Field__Output } from '../../src/proto-types/cburst/v1/Field.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { hostileValues, wordLike } from './hostile-values.ts';
import { bytes, entry, heldChannel, joinKey, parameter, RawHost, text, topic } from './raw-host.ts';
import { SidecarProcess } from './sidecar-process.ts';
import { until } from './test-network.ts';

/** What a test channel has in its fields: the texts of one value each. */
interface Values {
  readonly topic: string;
  readonly setter: string;
  readonly key: string;
  readonly parameter: string;
  readonly masks: readonly string[];
}

const SECRET = 'hunter2';
const directory = temporaryDirectory();
let a: SidecarProcess;
let b: SidecarProcess;
let atA: RawHost;
let atB: RawHost;

/** Every byte but NUL, CR and LF: 253. */
const ALL = String.fromCharCode(...Array.from({ length: 256 }, (_, n) => n)).replace(/[\0\r\n]/g, '');
const WORD = ALL.replace(' ', '');
const NAME = WORD.replace(/[,\x07]/g, '');
const reversed = (value: string) => [...value].reverse().join('');
const turned = (value: string) => value.slice(100) + value.slice(0, 100);

const cases = new Map<string, Values>();
for (const order of [ALL, reversed(ALL), turned(ALL)]) {
  const word = order.replace(' ', '');
  const values = { topic: order, setter: word, key: word, parameter: word, masks: [`x!${word}@h`] };
  cases.set(`#${cases.size}${order.replace(/[ ,\x07]/g, '').slice(0, 190)}`, values);
}
cases.set(`#${NAME.slice(190)}`, { topic: '', setter: 'x', key: 'x', parameter: 'x', masks: [] });
const each = [...WORD].map((byte, n) => `n${n}${byte}!x@${byte}`);
cases.set('#each', { topic: ALL.repeat(16), setter: 'x', key: 'x', parameter: 'x', masks: each });
for (const value of hostileValues) {
  const word = wordLike(value);
  const masks = [`x!${word}@h`, `${word}\xa1!*@*`].filter((mask) => !/^(?:[A-Za-z]:|[~$])/.test(mask));
  const values = { topic: value, setter: word, key: word, parameter: word, masks };
  cases.set(`#${cases.size}${wordLike(value).replace(/[,\x07]/g, '_')}`, values);
}

const fieldsOf = (values: Values): Field[] => [
  topic(values.topic, values.setter),
  joinKey(values.key),
  parameter(values.parameter),
  ...values.masks.map((mask) => entry(mask, values.setter)),
];

/** A field as one line: equal fields have equal lines. */
function line({ topic, join_key, parameter, entry, ...rest }: Field | Field__Output): string {
  const hex = (value: Uint8Array | string | null | undefined) => Buffer.from(value ?? '').toString('hex');
  if (topic) return `topic ${hex(topic.value?.text)} ${hex(topic.value?.setter)} ${topic.value?.set_at}`;
  if (join_key) return `key ${hex(join_key.value)}`;
  if (parameter) return `${parameter.name} ${hex(parameter.value)}`;
  if (entry) return `${entry.list} ${hex(entry.mask)} ${hex(entry.setter)} ${entry.set_at}`;
  return JSON.stringify(rest);
}

const lines = (fields: readonly (Field | Field__Output)[]) => fields.map(line).sort();

beforeAll(async () => {
  b = await SidecarProcess.start(directory.path, { name: 'b.test', peers: [{ name: 'a.test' }] });
  a = await SidecarProcess.start(directory.path, {
    name: 'a.test',
    peers: [{ name: 'b.test', port: b.port }],
  });
});

afterAll(async () => {
  atA?.cancel();
  atB?.cancel();
  await a?.stop();
  await b?.stop();
  directory.remove();
});

const atBHello = { server_name: 'b.test' };

it('any byte and any word reaches the other server through kill and restart, as itself and as nothing else', async () => {
  atA = await RawHost.attach(a.hostTarget);
  for (const [name, values] of cases) {
    atA.event({ channel: bytes(name), created: heldChannel(name, fieldsOf(values)) });
  }
  await atA.tell({ channel: bytes('#barrier'), dropped: {} });
  expect(await a.channelNames()).toHaveLength(cases.size);
  await until(async () => ((await b.channelNames()).length < cases.size ? 'b does not know them all' : null));
  atA.cancel();
  for (const sidecar of [a, b]) await sidecar.process.restart('SIGKILL');
  atB = await RawHost.attach(b.hostTarget, { hello: atBHello });
  for (const [name, values] of cases) {
    const { view, channel } = await atB.showing(name);
    expect(text(channel)).toBe(name);
    expect(lines(view!.fields)).toEqual(lines(fieldsOf(values)));
    expect(view!.remote_members).toBe(1);
    expect(view!.origin).toBe('a.test');
  }
  expect([...atB.shown.keys()].sort()).toEqual([...cases.keys()].sort());
});

it('an ircd that restarted empty gets every byte of its own back', async () => {
  atA = await RawHost.attach(a.hostTarget, { incarnation: 'run 2' });
  for (const [name, values] of cases) {
    const { view } = await atA.showing(name);
    expect(lines(view!.fields)).toEqual(lines(fieldsOf(values)));
  }
});

it('what the other side removes and changes goes, whatever bytes it has', async () => {
  const turn = (values: Values): Field[] => [
    ...values.masks.map((mask) => ({ entry: { ...entry(mask).entry!, present: false } })),
    { join_key: {} },
    { parameter: { name: 'flood' } },
    topic(`${values.topic}.`, values.setter),
  ];
  for (const [name, values] of cases) {
    const fields = turn({ ...values, topic: values.topic.slice(0, 4000) });
    atB.event({ channel: bytes(name), changed: { fields } });
  }
  for (const [name, values] of cases) {
    const wanted = line(topic(`${values.topic.slice(0, 4000)}.`, values.setter));
    const { view } = await atA.showing(name, (update) => update.view?.fields.length === 1);
    expect(lines(view!.fields)).toEqual([wanted]);
  }
});

it('no join key reached a log', async () => {
  await atA.tell({ channel: bytes('#each'), changed: { fields: [joinKey(SECRET)] } });
  await atB.showing('#each', ({ view }) => view!.fields.some(({ join_key }) => join_key?.value));
  for (const sidecar of [a, b]) expect(sidecar.everythingLogged).not.toContain(SECRET);
});
