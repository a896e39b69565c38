import * as grpc from '@grpc/grpc-js';
import { Registry } from 'prom-client';
import { expect, onTestFinished, test } from 'vitest';
import { admission } from '../../../src/access/admission.ts';
import { newToken, tokenHash } from '../../../src/access/api-token.ts';
import { credentialGate } from '../../../src/access/credential-gate.ts';
import { CredentialTable } from '../../../src/access/credential-table.ts';
import { noGrants, type Role } from '../../../src/config/api-roles.ts';
import { ApiMetrics } from '../../../src/metrics/api-metrics.ts';
import { requiredRole } from '../../../src/ops/required-roles.ts';
import type { OpsServiceHandlers } from '../../../src/proto-types/cburst/v1/OpsService.ts';
import { proto } from '../../../src/rpc/load-proto.ts';
import { figuresOf } from './figures.ts';

const token = newToken();
const someone = (role: Role) => ({ name: 'typed', role, grants: noGrants, sha256: tokenHash(token) });

/** An API that counts whom it does not let in. It tells its status; who is in a channel is not granted to anybody. */
async function started() {
  const registry = new Registry();
  const metrics = new ApiMetrics(registry);
  const table = new CredentialTable({ tokens: [], certificates: [] });
  const letIn = (role: Role) => table.replace({ tokens: [someone(role)], certificates: [] });
  const gate = admission(credentialGate(table), { requiredRole, refused: (call) => metrics.refused(call) });
  const server = new grpc.Server({ interceptors: [gate] });
  const underWay = Promise.withResolvers<void>();
  const handlers: Partial<OpsServiceHandlers> = {
    GetStatus: (_call, done) => done(null, {}),
    ListMembers: (_call, done) => done({ code: grpc.status.PERMISSION_DENIED }),
    WatchEvents: () => underWay.resolve(),
  };
  server.addService(proto.OpsService.service, handlers as OpsServiceHandlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const client = new proto.OpsService(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  type Done = (error: grpc.ServiceError | null) => void;
  const methods = {
    GetStatus: (shown: grpc.Metadata, done: Done) => client.GetStatus({}, shown, done),
    ListMembers: (shown: grpc.Metadata, done: Done) => client.ListMembers({}, shown, done),
    ResyncPeers: (shown: grpc.Metadata, done: Done) => client.ResyncPeers({}, shown, done),
  };
  onTestFinished(() => {
    client.close();
    server.forceShutdown();
  });
  const call = (method: keyof typeof methods, shown: string | null) =>
    new Promise<string>((resolve) => {
      methods[method](metadata(shown), (error) => resolve(grpc.status[error?.code ?? 0]!));
    });
  /** Resolves when the stream is there, with what resolves with how it ended. */
  const watch = async () => {
    const stream = client.WatchEvents({}, metadata(token));
    const ended = new Promise<string>((resolve) => {
      stream.on('error', () => {}).on('status', ({ code }) => resolve(grpc.status[code]!));
    });
    stream.resume();
    await underWay.promise;
    return { ended };
  };
  return { call, watch, letIn, figures: () => figuresOf(registry) };
}

function metadata(shown: string | null): grpc.Metadata {
  const made = new grpc.Metadata();
  if (shown !== null) made.set('authorization', `Bearer ${shown}`);
  return made;
}

const series = (reason: string, role: string) => `api_refused_calls_total{reason="${reason}",role="${role}"}`;

test('whoever shows nothing that counts has no role', async () => {
  const { call, letIn, figures } = await started();
  letIn('ops-read');
  expect(await call('GetStatus', null)).toBe('UNAUTHENTICATED');
  expect(await call('GetStatus', 'wrong')).toBe('UNAUTHENTICATED');
  expect(await call('GetStatus', 'wrong')).toBe('UNAUTHENTICATED');
  expect(await figures()).toEqual({
    [series('no-credential', 'none')]: 1,
    [series('unknown-credential', 'none')]: 2,
  });
});

test('a role that is too low, what is not granted and a credential that goes are told apart, by the role of the caller', async () => {
  const { call, watch, letIn, figures } = await started();
  letIn('host');
  expect(await call('GetStatus', token)).toBe('PERMISSION_DENIED');
  letIn('ops-read');
  expect(await call('ResyncPeers', token)).toBe('PERMISSION_DENIED');
  expect(await call('ResyncPeers', token)).toBe('PERMISSION_DENIED');
  expect(await call('ListMembers', token)).toBe('PERMISSION_DENIED');
  const { ended } = await watch();
  letIn('ops-admin');
  expect(await ended).toBe('UNAUTHENTICATED');
  expect(await figures()).toEqual({
    [series('role', 'host')]: 1,
    [series('role', 'ops-read')]: 2,
    [series('grant', 'ops-read')]: 1,
    [series('credential-removed', 'ops-read')]: 1,
  });
});

test('a call that is answered is not counted', async () => {
  const { call, letIn, figures } = await started();
  letIn('ops-read');
  expect(await call('GetStatus', token)).toBe('OK');
  expect(await figures()).toEqual({});
});
