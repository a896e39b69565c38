import { createRequire } from 'node:module';
import { addAdminServicesToServer, type Server } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { protoPath as healthProto } from 'grpc-health-check';
import { describeFiles } from '../rpc/describe-files.ts';
import { packageDefinition } from '../rpc/load-proto.ts';

const channelzProto = createRequire(import.meta.url).resolve('@grpc/grpc-js/proto/channelz.proto');

/** A client needs no .proto file, neither for our services nor for those that come with gRPC. */
const described = describeFiles({
  ...packageDefinition,
  ...loadSync(healthProto, { keepCase: true }),
  ...loadSync(channelzProto, { keepCase: true }),
});

/** Lets a server tell that it serves these, and health, and what they mean. */
export function addReflection(server: Server, services: readonly string[]): void {
  const options = { services: [...services, 'grpc.health.v1.Health'] };
  new ReflectionService(described, options).addToServer(server);
}

/** Lets a server tell of its connections and calls: who is connected, how much was said. */
export function addChannelz(server: Server): void {
  addAdminServicesToServer(server);
}
