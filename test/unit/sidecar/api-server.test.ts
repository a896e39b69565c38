import * as grpc from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { test } from 'vitest';
import { proto } from '../../../src/rpc/load-proto.ts';
import { ApiServer } from '../../../src/sidecar/api-server.ts';
import { freePorts } from '../../e2e/free-port.ts';
import { LinkProxy } from '../../e2e/link-proxy.ts';

test('ends the stream of a host that does not answer any more', async () => {
  const proxy = await LinkProxy.start();
  const [port] = (await freePorts(1)) as [number];
  proxy.target = port;
  const attached = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const server = await ApiServer.start({
    listen: { address: { host: '127.0.0.1', port }, credentials: grpc.ServerCredentials.createInsecure() },
    admission: (_method, call) => new grpc.ServerInterceptingCall(call),
    health: new HealthImplementation({ '': 'SERVING' }),
    apis: [
      {
        services: ['cburst.v1.HostService'],
        addTo: (services) =>
          services.addService(proto.HostService.service, {
            Attach: (call: grpc.ServerDuplexStream<unknown, unknown>) => {
              call.on('data', () => attached.resolve());
              call.on('cancelled', () => ended.resolve());
              call.on('error', () => {});
            },
          }),
      },
    ],
    keepAlive: { everyMs: 200, answerMsMax: 2_000 },
  });
  const client = new proto.HostService(`127.0.0.1:${proxy.port}`, grpc.credentials.createInsecure());
  const call = client.attach();
  call.on('error', () => {});
  call.write({ hello: {} });
  await attached.promise;
  proxy.freeze();
  await ended.promise;
  // Its connection is not over yet for the system: that must not hold up an end.
  await server.stop(0);
  client.close();
  await proxy.stop();
});
