import * as grpc from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admission, type RefusedCall } from '../../../src/access/admission.ts';
import { newToken, tokenHash } from '../../../src/access/api-token.ts';
import { callerOf } from '../../../src/access/caller.ts';
import { credentialGate } from '../../../src/access/credential-gate.ts';
import { CredentialTable } from '../../../src/access/credential-table.ts';
import { noGrants, type Role } from '../../../src/config/api-roles.ts';
import { requiredRole } from '../../../src/ops/required-roles.ts';
import type { OpsServiceHandlers } from '../../../src/proto-types/cburst/v1/OpsService.ts';
import { proto } from '../../../src/rpc/load-proto.ts';

const tokens = { one: newToken(), two: newToken() };
const credential = (name: keyof typeof tokens, role: Role = 'ops-read') => ({
  name,
  role,
  grants: noGrants,
  sha256: tokenHash(tokens[name]),
});
const both = { tokens: [credential('one'), credential('two')], certificates: [] };

let table: CredentialTable;
let refused: RefusedCall[];
let server: grpc.Server;
let client: InstanceType<typeof proto.OpsService>;
/** Who called, as handlers saw it. */
let seen: string[];
/** Answers the GetStatus that is under way. */
let release: () => void;
let underWay: PromiseWithResolvers<void>;
let cancelled: PromiseWithResolvers<void>;

beforeEach(async () => {
  table = new CredentialTable(both);
  refused = [];
  seen = [];
  underWay = Promise.withResolvers();
  cancelled = Promise.withResolvers();
  const dependencies = { requiredRole, refused: (call: RefusedCall) => refused.push(call) };
  server = new grpc.Server({ interceptors: [admission(credentialGate(table), dependencies)] });
  const handlers: Partial<OpsServiceHandlers> = {
    GetStatus: (call, done) => {
      seen.push(callerOf(call).access);
      call.on('cancelled', cancelled.resolve);
      release = () => done(null, { server: 'late' });
      underWay.resolve();
    },
    WatchEvents: (call) => {
      // As a handler that has not looked yet.
      call.on('cancelled', () => call.write({ kind: 'too late' }));
      call.write({ kind: 'first' });
    },
  };
  server.addService(proto.OpsService.service, handlers as OpsServiceHandlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  client = new proto.OpsService(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
});

afterEach(() => {
  client.close();
  server.forceShutdown();
});

const as = (name: keyof typeof tokens, more: Record<string, string> = {}) => {
  const metadata = new grpc.Metadata();
  metadata.set('authorization', `Bearer ${tokens[name]}`);
  for (const [key, value] of Object.entries(more)) metadata.set(key, value);
  return metadata;
};

function watch(name: keyof typeof tokens) {
  const call = client.WatchEvents({}, as(name));
  const first = new Promise<void>((resolve) => call.once('data', () => resolve()));
  const ended = new Promise<string>((resolve) => {
    call.on('error', () => {}).on('status', ({ code }) => resolve(grpc.status[code]!));
  });
  return { call, first, ended };
}

const status = (metadata: grpc.Metadata) =>
  new Promise<string>((resolve) => {
    client.GetStatus({}, metadata, (error, answer) =>
      resolve(error ? grpc.status[error.code]! : answer!.server),
    );
  });

test('a stream under way ends when its credential is removed, and others go on', async () => {
  const [one, two] = [watch('one'), watch('two')];
  await Promise.all([one.first, two.first]);
  table.replace({ ...both, tokens: [credential('two')] });
  expect(await one.ended).toBe('UNAUTHENTICATED');
  expect(refused).toMatchObject([{ reason: 'credential-removed', caller: { access: 'token one' } }]);
  expect(await status(as('one'))).toBe('UNAUTHENTICATED');
  const answer = status(as('two'));
  await underWay.promise;
  release();
  expect(await answer).toBe('late');
  two.call.cancel();
  expect(await two.ended).toBe('CANCELLED');
});

test('a question under way is not answered any more, and its handler hears of that', async () => {
  const answer = status(as('one'));
  await underWay.promise;
  table.replace({ ...both, tokens: [credential('one', 'ops-admin')] });
  release();
  expect(await answer).toBe('UNAUTHENTICATED');
  await cancelled.promise;
});

test('who calls is what was shown, whatever else the client sends', async () => {
  const answer = status(as('two', { caller: 'token one', access: 'socket ops.sock', 'x-role': 'ops-admin' }));
  await underWay.promise;
  release();
  expect(await answer).toBe('late');
  expect(seen).toEqual(['token two']);
});

test('a call that is refused reaches no handler', async () => {
  expect(await status(new grpc.Metadata())).toBe('UNAUTHENTICATED');
  table.replace({ ...both, tokens: [credential('one', 'host')] });
  expect(await status(as('one'))).toBe('PERMISSION_DENIED');
  expect(seen).toEqual([]);
  expect(refused.map(({ reason }) => reason)).toEqual(['no-credential', 'role']);
});
