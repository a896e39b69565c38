import { createRequire } from 'node:module';
import {
  addAdminServicesToServer,
  type handleBidiStreamingCall,
  type MethodDefinition,
  type Server,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { protoPath as healthProto } from 'grpc-health-check';
import { describeFiles } from '../rpc/describe-files.ts';
import { packageDefinition } from '../rpc/load-proto.ts';

const require = createRequire(import.meta.url);
const METHOD = 'ServerReflectionInfo';
/** Old clients ask for the second. */
const REFLECTION_SERVICES = [
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
];

/**
 * Lets a server tell that it serves these, and health, and what they mean: a client needs no .proto file. What it tells is
 * made when somebody asks: most sidecars are never asked, and it took a quarter of the processor time of a start.
 */
export function addReflection(server: Server, services: readonly string[]): void {
  let made: ReadonlyMap<string, Reflection> | null = null;
  for (const name of REFLECTION_SERVICES) {
    const reflection = () => {
      made ??= makeReflection([...services, 'grpc.health.v1.Health']);
      return made.get(`/${name}/${METHOD}`)!;
    };
    const definition: MethodDefinition<unknown, unknown> = {
      path: `/${name}/${METHOD}`,
      requestStream: true,
      responseStream: true,
      requestSerialize: (request) => reflection().definition.requestSerialize(request),
      requestDeserialize: (bytes) => reflection().definition.requestDeserialize(bytes),
      responseSerialize: (response) => reflection().definition.responseSerialize(response),
      responseDeserialize: (bytes) => reflection().definition.responseDeserialize(bytes),
    };
    const answer: Handler = (call) => reflection().implementation(call);
    server.addService({ [METHOD]: definition }, { [METHOD]: answer });
  }
}

/** Lets a server tell of its connections and calls: who is connected, how much was said. */
export function addChannelz(server: Server): void {
  addAdminServicesToServer(server);
}

type Handler = handleBidiStreamingCall<unknown, unknown>;

interface Reflection {
  readonly definition: MethodDefinition<unknown, unknown>;
  readonly implementation: Handler;
}

/** What the library would have a server answer, by path. */
function makeReflection(services: readonly string[]): ReadonlyMap<string, Reflection> {
  const { ReflectionService } = require('@grpc/reflection') as typeof import('@grpc/reflection');
  const made = new Map<string, Reflection>();
  const addService = (definitions: ServiceDefinition, implementations: UntypedServiceImplementation) => {
    const definition = definitions[METHOD]!;
    made.set(definition.path, { definition, implementation: implementations[METHOD] as Handler });
  };
  new ReflectionService(describedFiles(), { services: [...services] }).addToServer({ addService } as never);
  return made;
}

let described: PackageDefinition | null = null;

/** Of our services and of those that come with gRPC; the same for every server of the process. */
function describedFiles(): PackageDefinition {
  described ??= describeFiles({
    ...packageDefinition,
    ...loadSync(healthProto, { keepCase: true }),
    ...loadSync(require.resolve('@grpc/grpc-js/proto/channelz.proto'), { keepCase: true }),
  });
  return described;
}
