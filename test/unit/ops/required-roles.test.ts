import { expect, test } from 'vitest';
import { requiredRole } from '../../../src/ops/required-roles.ts';
import { proto } from '../../../src/rpc/load-proto.ts';

const paths = [proto.HostService, proto.OpsService].flatMap(({ service }) =>
  Object.values(service).map(({ path }) => path),
);

test.each(paths)('%s needs a role', (path) => {
  expect(requiredRole(path)).toMatch(path.includes('HostService') ? /^host$/ : /^ops-(read|admin)$/);
});

test.each(paths.filter((path) => !/\/(Get|List|Watch|Plan|Attach)[^/]*$/.test(path)))(
  '%s changes something, so it is for ops-admin',
  (path) => expect(requiredRole(path)).toBe('ops-admin'),
);

test.each(['/cburst.v1.OpsService/Forget', '/cburst.v1.OpsService/toString', '/other/GetStatus', '', '/'])(
  'nobody may call %j',
  (path) => expect(requiredRole(path)).toBeNull(),
);

test('who is connected is for ops-admin', () => {
  expect(requiredRole('/grpc.channelz.v1.Channelz/GetServers')).toBe('ops-admin');
});

test('whoever is let in may ask for health and the description', () => {
  expect(requiredRole('/grpc.health.v1.Health/Watch')).toBe('any');
  expect(requiredRole('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo')).toBe('any');
});
