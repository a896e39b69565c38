import { loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';
import { expect, it } from 'vitest';
import { describeFiles } from '../../../src/rpc/describe-files.ts';
import { packageDefinition } from '../../../src/rpc/load-proto.ts';

const { all } = describeFiles(packageDefinition);
const codec = loadSync('google/protobuf/descriptor.proto', { arrays: true })[
  'google.protobuf.FileDescriptorProto'
] as unknown as MessageTypeDefinition<object, File>;
const files = (all as MessageTypeDefinition<object, object>).fileDescriptorProtos.map(codec.deserialize);
const file = (name: string) => files.find((each) => each.package === name)!;

interface File {
  readonly name: string;
  readonly package: string;
  readonly dependency: readonly string[];
  readonly messageType: readonly {
    readonly name: string;
    readonly nestedType: readonly { readonly name: string }[];
  }[];
}

it('says which files a file needs', () => {
  expect(file('google.rpc').dependency).toEqual([file('google.protobuf').name]);
  expect(file('google.protobuf').dependency).toEqual([]);
  expect(file('cburst.v1').dependency).toEqual([file('google.protobuf').name]);
});

it('calls the entries of a map as they must be called', () => {
  const info = file('google.rpc').messageType.find(({ name }) => name === 'ErrorInfo')!;
  expect(info.nestedType.map(({ name }) => name)).toEqual(['MetadataEntry']);
});

it('puts together what was loaded apart and is of one package', () => {
  const apart = loadSync('google/protobuf/timestamp.proto');
  const { all: both } = describeFiles({ ...packageDefinition, ...apart });
  const encoded = (both as MessageTypeDefinition<object, object>).fileDescriptorProtos;
  const wellKnown = encoded.map(codec.deserialize).filter((each) => each.package === 'google.protobuf');
  const names = wellKnown.map(({ messageType }) => messageType.map(({ name }) => name));
  expect(names).toEqual([['FieldMask', 'Any', 'Duration', 'Timestamp']]);
});
