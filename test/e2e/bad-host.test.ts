import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AttachRequest } from '../../src/proto-types/cburst/v1/AttachRequest.ts';
import type { Field } from '../../src/proto-types/cburst/v1/Field.ts';
import type { HostHello } from '../../src/proto-types/cburst/v1/HostHello.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import {
  bytes,
  entry,
  goodHello,
  heldChannel,
  hostClient,
  joinKey,
  parameter,
  RawHost,
  topic,
} from './raw-host.ts';
import { SidecarProcess } from './sidecar-process.ts';
import { until } from './test-network.ts';

const SECRET = 'hunter2';
const directory = temporaryDirectory();
const hosts: RawHost[] = [];
const said: string[] = [];
let a: SidecarProcess;

beforeAll(async () => {
  a = await SidecarProcess.start(directory.path, { name: 'a.test' });
});
afterEach(async () => {
  for (const host of hosts.splice(0)) host.cancel();
  await until(async () => ((await a.ops.status()).host?.attached ? 'a host is still attached' : null));
});
afterAll(async () => {
  await a.stop();
  directory.remove();
  expect(a.everythingLogged).not.toContain(SECRET);
  expect(said.join('\n')).not.toContain(SECRET);
});

function opened(host = new RawHost(a.hostTarget)): RawHost {
  hosts.push(host);
  return host;
}

/** How the stream ended; what it said is kept for the search for secrets. */
async function ended(host: RawHost): Promise<{ code: string; details: string }> {
  const status = await host.ended();
  said.push(status.details);
  return status;
}

describe('a host is refused', () => {
  const hello = (words: Partial<HostHello>): AttachRequest => ({ hello: { ...goodHello, ...words } });

  it.each<[string, AttachRequest, string, string]>([
    ['no hello first', { snapshot_begin: { incarnation: 'x' } }, 'INVALID_ARGUMENT', 'must be the hello'],
    ['an empty message', {}, 'INVALID_ARGUMENT', 'must be the hello'],
    [
      "another server's name",
      hello({ server_name: 'x.test' }),
      'FAILED_PRECONDITION',
      'this sidecar belongs to a.test, not to "x.test"',
    ],
    [
      'another protocol version',
      hello({ protocol_version: 2 }),
      'FAILED_PRECONDITION',
      'protocol version 2 is not 1',
    ],
    [
      'no protocol version',
      hello({ protocol_version: 0 }),
      'FAILED_PRECONDITION',
      'protocol version 0 is not 1',
    ],
    [
      'another casemapping',
      hello({ casemapping: 'rfc1459' }),
      'FAILED_PRECONDITION',
      'InspIRCd: <options casemapping="ascii">',
    ],
    [
      'no casemapping that is known',
      hello({ casemapping: 'unicode' }),
      'INVALID_ARGUMENT',
      'casemapping "unicode" is not ascii, rfc1459 or rfc1459-strict',
    ],
    ['a bad flag', hello({ flags: ['No CTCP'] }), 'INVALID_ARGUMENT', '"No CTCP" is no mode name'],
    ['an empty parameter mode', hello({ parameters: [''] }), 'INVALID_ARGUMENT', '"" is no mode name'],
    ['a bad list', hello({ lists: ['ban\n'] }), 'INVALID_ARGUMENT', '"ban\\x0a" is no mode name'],
    [
      'a field that is none',
      hello({ defaults: [{}] }),
      'INVALID_ARGUMENT',
      'hello: defaults: field is not set',
    ],
    [
      'a bad default',
      hello({ defaults: [joinKey(`${SECRET} x`)] }),
      'INVALID_ARGUMENT',
      'hello: defaults: key contains a blank',
    ],
    [
      'a name longer than a status can be',
      hello({ server_name: `${'x'.repeat(100_000)}` }),
      'FAILED_PRECONDITION',
      'this sidecar belongs to a.test',
    ],
    [
      'a mode name longer than a status can be',
      hello({ flags: ['X'.repeat(100_000)] }),
      'INVALID_ARGUMENT',
      'is no mode name',
    ],
    [
      'a casemapping longer than a status can be',
      hello({ casemapping: '\u{1f600}'.repeat(30_000) }),
      'INVALID_ARGUMENT',
      'is not ascii, rfc1459 or rfc1459-strict',
    ],
  ])('for %s', async (_, message, code, words) => {
    const from = a.process.log.length;
    const host = opened();
    host.send(message);
    const status = await ended(host);
    expect(status.code).toBe(code);
    expect(status.details).toContain(words);
    const logged = await a.process.waitForLog('host.refused', from);
    expect(logged.reason).toBe(status.details);
    expect((await a.ops.status()).host?.attached).toBe(false);
  });

  it('for good: a hello after the refusal does not count', async () => {
    const from = a.process.log.length;
    const host = opened();
    host.send(
      { results: {} },
      { hello: goodHello },
      { snapshot_begin: { incarnation: 'x' } },
      { snapshot_end: {} },
    );
    expect(await ended(host)).toMatchObject({ code: 'INVALID_ARGUMENT' });
    // Whatever the sidecar made of it is done once it has served another one.
    await opened(await RawHost.attach(a.hostTarget)).cancel();
    const events = a.process.log.slice(from).map(({ event }) => event);
    expect(events.filter((event) => event?.startsWith('host.'))).toEqual(['host.refused', 'host.attached']);
  });
});

describe('a host that sends nonsense', () => {
  const kept = heldChannel('#kept', [topic('acknowledged'), joinKey(SECRET)]);
  const change = (...fields: Field[]) => ({ channel: bytes('#kept'), changed: { fields } });
  const events = (...list: object[]): AttachRequest => ({ events: { events: list } });

  /** Attached, with one event acknowledged: the next is number 2. */
  const attached = async () => opened(await RawHost.attach(a.hostTarget, { channels: [kept] }));

  async function keptTopic(): Promise<string | undefined> {
    const { documents } = await a.channel('#kept');
    const fields = documents[0]!.fields.map(({ field }) => field!);
    return fields.find((field) => field.topic)?.topic?.value?.text.toString('latin1');
  }

  /** The stream ends with that status, in the log as well, and what was acknowledged is there. */
  async function endsWith(host: RawHost, words: string): Promise<void> {
    const status = await ended(host);
    expect(status.details).toContain(words);
    expect(status.code).toBe('INVALID_ARGUMENT');
    await until(async () => ((await a.ops.status()).host?.attached ? 'still attached' : null));
    const logged = a.process.log.filter(({ event }) => event === 'host.detached').at(-1);
    expect(logged?.reason).toContain(words);
    expect(await keptTopic()).toBe('acknowledged');
    expect(await a.channelNames()).toEqual(['#kept']);
  }

  it.each<[string, string, AttachRequest[]]>([
    ['a second hello', 'a second hello came', [{ hello: goodHello }]],
    ['a message of nothing', 'holds nothing this version knows', [{}]],
    ['a batch outside a snapshot', 'came before snapshot_begin', [{ snapshot: { channels: [] } }]],
    [
      'an event inside a snapshot',
      'events came between snapshot_begin and snapshot_end',
      [{ snapshot_begin: { incarnation: 'x' } }, { events: { events: [] } }],
    ],
    ['an end without begin', 'snapshot_end came before snapshot_begin', [{ snapshot_end: {} }]],
    [
      'an incarnation that is too long',
      'incarnation is longer than 256 bytes',
      [{ snapshot_begin: { incarnation: '\u00e9'.repeat(129) } }],
    ],
    [
      'too few channels',
      'snapshot_end says 2 channels, 1 came',
      [
        { snapshot_begin: { incarnation: 'run 1' } },
        { snapshot: { channels: [heldChannel('#evil', [])] } },
        { snapshot_end: { channel_count: 2 } },
      ],
    ],
    [
      'too many channels',
      'snapshot_end says 0 channels, 1 came',
      [
        { snapshot_begin: { incarnation: 'run 1' } },
        { snapshot: { channels: [heldChannel('#evil', [])] } },
        { snapshot_end: { channel_count: 0 } },
      ],
    ],
    [
      'a channel twice',
      'the snapshot names #EVIL twice',
      [
        { snapshot_begin: { incarnation: 'run 1' } },
        { snapshot: { channels: [heldChannel('#evil', [])] } },
        { snapshot: { channels: [heldChannel('#EVIL', [])] } },
        { snapshot_end: { channel_count: 2 } },
      ],
    ],
    [
      'a gap in the event numbers',
      'event 3 of #kept: event 3 follows event 1: numbers go up by one',
      [events({ sequence: 3, ...change(topic('evil')) })],
    ],
    [
      'an event without number',
      'event 0: numbers start at 1',
      [events({ sequence: 0, ...change(topic('evil')) })],
    ],
    [
      'an event in which nothing happened',
      'event 2 of #kept: says nothing that happened',
      [events({ sequence: 2, channel: bytes('#kept') })],
    ],
    [
      'a change of a channel that is not there',
      'event 2 of #evil: the channel was neither in the snapshot nor created nor given to the host',
      [events({ sequence: 2, channel: bytes('#evil'), changed: { fields: [topic('evil')] } })],
    ],
    [
      'a created channel of another name',
      'event 2 of #evil: the created channel has another name than its event',
      [events({ sequence: 2, channel: bytes('#evil'), created: heldChannel('#other', []) })],
    ],
    [
      'an event without a channel',
      'event 2: channel name "" does not start with #, + or !',
      [events({ sequence: 2, dropped: {} })],
    ],
    ['a field that is none', 'event 2 of #kept: field is not set', [events({ sequence: 2, ...change({}) })]],
    [
      'metadata',
      'event 2 of #kept: an ircd has no metadata',
      [events({ sequence: 2, ...change({ metadata: { name: 'url', value: bytes('x') } }) })],
    ],
    [
      'good events in the batch of a bad one',
      'event 3 of #kept: field is not set',
      [events({ sequence: 2, ...change(topic('evil')) }, { sequence: 3, ...change({}) })],
    ],
    [
      'a creation before 1970',
      'channel #evil: created_at is no time in Unix seconds',
      [events({ sequence: 2, channel: bytes('#evil'), created: heldChannel('#evil', [], -1) })],
    ],
    [
      'a creation after the year 9999',
      'channel #evil: created_at is no time in Unix seconds',
      [events({ sequence: 2, channel: bytes('#evil'), created: heldChannel('#evil', [], 253402300800) })],
    ],
    [
      'a result without status',
      'result 1 of #kept: its status is not set',
      [{ results: { results: [{ number: 1, channel: bytes('#kept') }] } }],
    ],
    [
      'a deviation from nothing',
      'result 1 of #kept: a deviation does not say what was wanted',
      [
        {
          results: {
            results: [
              {
                number: 1,
                channel: bytes('#kept'),
                status: 'RESULT_STATUS_REFUSED',
                deviations: [{ reason: 'x' }],
              },
            ],
          },
        },
      ],
    ],
    [
      'a result from before 1970',
      'result 1 of #kept: created_at is no time in Unix seconds',
      [
        {
          results: {
            results: [
              { number: 1, channel: bytes('#kept'), status: 'RESULT_STATUS_APPLIED', created_at: -1 },
            ],
          },
        },
      ],
    ],
  ])('hears of %s: %s', async (_, words, messages) => {
    const host = await attached();
    host.send(...messages);
    await endsWith(host, words);
  });

  it('hears of a message that is too long', async () => {
    const host = await attached();
    const fields = Array.from({ length: 3000 }, (_, n) =>
      entry(`${n}${'x'.repeat(500)}!*@*`, 'y'.repeat(500)),
    );
    host.send(events({ sequence: 2, ...change(...fields) }));
    const status = await ended(host);
    expect(status.details).toContain('larger than max');
    expect(status.code).toBe('RESOURCE_EXHAUSTED');
    expect(await keptTopic()).toBe('acknowledged');
  });

  it('hears of a channel that has more than one may have', async () => {
    const host = await attached();
    const fields = Array.from({ length: 400 }, (_, n) =>
      entry(`${n}${'x'.repeat(450)}!*@*`, 'y'.repeat(500)),
    );
    host.send(events({ sequence: 2, ...change(...fields) }));
    await endsWith(host, 'event 2 of #kept: has more than 393216 bytes of fields');
  });

  it('hears of an event before the snapshot', async () => {
    const host = opened();
    await host.greet();
    host.send(events({ sequence: 1, ...change(topic('evil')) }));
    await endsWith(host, 'event 1 of #kept: an event came before the snapshot');
  });

  const name = (value: string) => ({ channel: bytes(value), dropped: {} });
  const created = (value: string) => ({ channel: bytes('#x'), created: heldChannel(value, []) });
  const WHERE: Record<string, (value: string) => object> = {
    'channel name': name,
    'name of a created channel': created,
    'topic text': (value) => change(topic(value)),
    'topic setter': (value) => change(topic('evil', value)),
    mask: (value) => change(entry(value)),
    'setter of a mask': (value) => change(entry('evil', value)),
    'list name': (value) => change(entry('evil', 'x', 0, value)),
    key: (value) => change(joinKey(value)),
    parameter: (value) => change(parameter(value)),
    'parameter name': (value) => change(parameter('x', value)),
    'flag name': (value) => change({ flag: { name: value, set: true } }),
  };
  const hostile: [string, string][] = Object.keys(WHERE).flatMap((field): [string, string][] => {
    const start = field.includes('channel') ? '#x' : SECRET;
    const values = [`${start}\0x`, `${start}\rQUIT`, `${start}\nKEY x`];
    if (field !== 'topic text') values.push(`${start} KEY x`, `:${start}`);
    if (!['topic text', 'topic setter', 'setter of a mask'].includes(field)) values.push('');
    return values.map((value) => [field, value]);
  });

  it.each(hostile)('hears of a bad %s: %j', async (field, value) => {
    const host = await attached();
    host.event(WHERE[field]!(value) as object);
    const { code, details } = await ended(host);
    expect(code).toBe('INVALID_ARGUMENT');
    expect(details).toMatch(/^event 2[ :]/);
    expect(details).toMatch(/blank|NUL, CR or LF|colon|empty|does not start with|is not 1 to 64/);
    expect(await keptTopic()).toBe('acknowledged');
  });

  it.each<[string, string, Field]>([
    ['topic', 'topic is 4097 bytes long, at most 4096', topic('x'.repeat(4097))],
    ['setter', 'setter is 513 bytes long, at most 512', topic('x', 'y'.repeat(513))],
    ['mask', 'mask is 513 bytes long, at most 512', entry('x'.repeat(513))],
    ['mask, once completed', 'completed mask is 514 bytes long, at most 512', entry('x'.repeat(510))],
    ['key', 'key is 257 bytes long, at most 256', joinKey(SECRET.repeat(257).slice(0, 257))],
    ['parameter', 'flood is 513 bytes long, at most 512', parameter('x'.repeat(513))],
    ['limit 0', 'limit is not a whole number from 1', { limit: { value: 0 } }],
    ['topic time before 1970', 'time is not in whole seconds from 1970 to 9999', topic('x', 'y', -1)],
    ['topic time after 9999', 'time is not in whole seconds', topic('x', 'y', 253402300800)],
    ['mask time before 1970', 'time is not in whole seconds', entry('x', 'y', -1)],
  ])('hears of a %s out of bounds: %s', async (_, words, field) => {
    const host = await attached();
    host.event(change(field));
    await endsWith(host, `event 2 of #kept: ${words}`);
  });

  it('hears of a channel name that is too long', async () => {
    const host = await attached();
    host.event(name(`#${'x'.repeat(200)}`));
    await endsWith(host, 'is 201 bytes long, at most 200 are allowed');
  });

  it('is acknowledged a repeated event, which is not applied again', async () => {
    const host = await attached();
    await host.tell(change(topic('second')));
    host.send(events({ sequence: 2, ...change(topic('repeated')) }));
    await host.waitFor(() => {
      const acknowledged = host.received.filter(({ acknowledgement }) => acknowledgement?.sequence === 2);
      return acknowledged.length === 2;
    });
    expect(await keptTopic()).toBe('second');
    await host.tell(change(topic('acknowledged')));
  });

  it('takes nothing back by leaving in the middle of a snapshot', async () => {
    const host = opened();
    await host.greet();
    host.send(
      { snapshot_begin: { incarnation: 'run 1' } },
      { snapshot: { channels: [heldChannel('#evil', [])] } },
    );
    host.cancel();
    await opened(await attached());
    expect(await a.channelNames()).toEqual(['#kept']);
    expect(await keptTopic()).toBe('acknowledged');
  });

  it('finds what was acknowledged after the sidecar was killed', async () => {
    const host = await attached();
    await host.tell({
      channel: bytes('#last'),
      created: heldChannel('#last', [topic('words'), entry('bad!*@*')]),
    });
    host.event(change(topic('')));
    host.event(change({}));
    await ended(host);
    await a.process.restart('SIGKILL');
    expect((await a.channelNames()).sort()).toEqual(['#kept', '#last']);
    const { documents } = await a.channel('#last');
    expect(documents[0]!.fields).toHaveLength(2);
    // The name of an ircd's run may be in any script.
    const next = opened();
    expect((await next.greet()).previous_incarnation).toBe('run 1');
    await next.snapshot('\u0122\u270c\ud83d\ude00', [kept]);
    next.cancel();
    await a.process.restart('SIGKILL');
    const after = opened();
    expect((await after.greet()).previous_incarnation).toBe('\u0122\u270c\ud83d\ude00');
    expect(a.everythingLogged).not.toContain('store.set_aside');
  });
});

describe('of two instances of a host', () => {
  it('the newer takes over, and what the older still says is ignored', async () => {
    const client = hostClient(a.hostTarget);
    const old = opened(new RawHost(a.hostTarget, client));
    await old.greet({ instance: 1 });
    await old.snapshot('run 1', [heldChannel('#taken', [topic('from the old')])]);
    const young = opened(new RawHost(a.hostTarget, client));
    await old.tell({ channel: bytes('#barrier'), dropped: {} });
    // On one connection: the sidecar reads them in this order, the second before the old host can know of its end.
    young.send({ hello: { ...goodHello, instance: 2 } });
    old.event({ channel: bytes('#late'), created: heldChannel('#late', [topic('too late')]) });
    expect(await ended(old)).toEqual({ code: 'ABORTED', details: 'a newer instance of the host took over' });
    await young.waitFor((message) => message.welcome);
    await young.snapshot('run 1', [heldChannel('#taken', [topic('from the old')])]);
    const { documents } = await a.channel('#taken');
    expect(documents[0]!.fields[0]!.field!.topic!.value!.text.toString()).toBe('from the old');
    await expect(a.channel('#late')).rejects.toThrow('no channel #late is known');
    await young.tell({ channel: bytes('#taken'), changed: { fields: [topic('from the young')] } });
    expect((await a.ops.status()).host).toMatchObject({ attached: true, events: 2 });
    client.close();
  });

  it('the older is refused, and the newer goes on', async () => {
    const young = opened(await RawHost.attach(a.hostTarget, { hello: { instance: 7 } }));
    const old = opened();
    old.send({ hello: { ...goodHello, instance: 6 } });
    expect(await ended(old)).toMatchObject({ code: 'ALREADY_EXISTS' });
    await young.tell({ channel: bytes('#barrier'), dropped: {} });
    expect((await a.ops.status()).host?.attached).toBe(true);
  });

  it('an equal one takes over: the stream before it broke', async () => {
    const first = opened(await RawHost.attach(a.hostTarget, { hello: { instance: 9 } }));
    const second = opened(await RawHost.attach(a.hostTarget, { hello: { instance: 9 } }));
    expect(await ended(first)).toMatchObject({ code: 'ABORTED' });
    await second.tell({ channel: bytes('#barrier'), dropped: {} });
  });
});
