import { fileURLToPath } from 'node:url';
import * as grpc from '@grpc/grpc-js';
import { loadSync, type Options } from '@grpc/proto-loader';
import type { ProtoGrpcType as HostProto } from '../proto-types/host.ts';
import type { ProtoGrpcType as OpsProto } from '../proto-types/ops.ts';

/** Beside `src` and `dist`. */
export const protoDirectory = fileURLToPath(new URL('../../proto', import.meta.url));

/** The types in src/proto-types are generated with the same options (`npm run proto`). */
const options: Options = {
  keepCase: true,
  longs: Number,
  enums: String,
  defaults: true,
  arrays: true,
  oneofs: true,
  includeDirs: [protoDirectory],
};

export const packageDefinition = loadSync(
  [
    'cburst/v1/host.proto',
    'cburst/v1/ops.proto',
    'google/rpc/status.proto',
    'google/rpc/error_details.proto',
  ],
  options,
);

/** The services and messages of proto/cburst/v1. */
export const proto = (grpc.loadPackageDefinition(packageDefinition) as unknown as HostProto & OpsProto).cburst
  .v1;
