import {
  type AnyDefinition,
  type EnumTypeDefinition,
  loadSync,
  type MessageTypeDefinition,
  type PackageDefinition,
} from '@grpc/proto-loader';

/** As much of google.protobuf.FileDescriptorProto as is looked at; the rest goes through as it is. */
interface File {
  readonly name: string;
  readonly package: string;
  dependency: string[];
  readonly messageType: readonly Message[];
  readonly enumType: readonly { readonly name: string }[];
  readonly service: readonly {
    readonly name: string;
    readonly method: readonly { readonly inputType: string; readonly outputType: string }[];
  }[];
}

interface Message {
  name: string;
  readonly options: { readonly mapEntry?: boolean } | null;
  readonly field: readonly { readonly name: string; typeName: string }[];
  readonly nestedType: readonly Message[];
  readonly enumType: readonly { readonly name: string }[];
}

/**
 * The definition with files from which clients can build the types. proto-loader makes one file of each package, does not
 * say which others it needs, and gives the entries of maps names that they must not have.
 */
export function describeFiles(definition: PackageDefinition): PackageDefinition {
  const codec = fileCodec();
  const described = Object.values(definition).filter(isType);
  const encoded = described.flatMap(({ fileDescriptorProtos }) => fileDescriptorProtos);
  const files = new Map<string, File>();
  for (const bytes of encoded) addFile(files, codec.deserialize(bytes));
  for (const file of files.values()) for (const message of file.messageType) nameMapEntries(message);
  const homes = new Map<string, string>();
  for (const file of files.values()) for (const name of typesOf(file)) homes.set(name, file.name);
  for (const file of files.values()) {
    const needed = [...referencesOf(file)].map(({ name, scope }) => homeOf(homes, name, scope));
    file.dependency = [...new Set(needed)].filter((home) => home !== file.name).sort();
  }
  const fileDescriptorProtos = [...files.values()].map((file) => codec.serialize(file));
  return { all: { ...described[0]!, fileDescriptorProtos } };
}

/** What was loaded apart has a file of its own for each package, with as much of it as was needed there. */
function addFile(files: Map<string, File>, file: File): void {
  const known = files.get(file.name);
  if (known === undefined) {
    files.set(file.name, file);
    return;
  }
  const lacks = (list: readonly { readonly name: string }[]) => (one: { readonly name: string }) =>
    list.every(({ name }) => name !== one.name);
  files.set(file.name, {
    ...known,
    messageType: [...known.messageType, ...file.messageType.filter(lacks(known.messageType))],
    enumType: [...known.enumType, ...file.enumType.filter(lacks(known.enumType))],
    service: [...known.service, ...file.service.filter(lacks(known.service))],
  });
}

type TypeDefinition = EnumTypeDefinition | MessageTypeDefinition<object, object>;

function isType(definition: AnyDefinition): definition is TypeDefinition {
  return Array.isArray((definition as Partial<TypeDefinition>).fileDescriptorProtos);
}

function fileCodec(): MessageTypeDefinition<File, File> {
  const options = { arrays: true };
  const own = loadSync('google/protobuf/descriptor.proto', options);
  return own['google.protobuf.FileDescriptorProto'] as unknown as MessageTypeDefinition<File, File>;
}

function nameMapEntries(message: Message): void {
  for (const inner of message.nestedType) {
    nameMapEntries(inner);
    const field = message.field.find(({ typeName }) => typeName === inner.name);
    if (!inner.options?.mapEntry || field === undefined) continue;
    const words = field.name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    inner.name = `${words.join('')}Entry`;
    field.typeName = inner.name;
  }
}

function* typesOf(file: File): Iterable<string> {
  for (const { name } of file.enumType) yield `${file.package}.${name}`;
  for (const message of file.messageType) yield* namesIn(message, file.package);
}

function* namesIn(message: Message, scope: string): Iterable<string> {
  const name = `${scope}.${message.name}`;
  yield name;
  for (const { name: inner } of message.enumType) yield `${name}.${inner}`;
  for (const inner of message.nestedType) yield* namesIn(inner, name);
}

interface Reference {
  readonly name: string;
  /** Where the name stands, and is looked up from outwards. */
  readonly scope: string;
}

function* referencesOf(file: File): Iterable<Reference> {
  for (const message of file.messageType) yield* referencesIn(message, file.package);
  for (const { method } of file.service) {
    for (const { inputType, outputType } of method) {
      yield { name: inputType, scope: file.package };
      yield { name: outputType, scope: file.package };
    }
  }
}

function* referencesIn(message: Message, outer: string): Iterable<Reference> {
  const scope = `${outer}.${message.name}`;
  for (const { typeName: name } of message.field) if (name) yield { name, scope };
  for (const inner of message.nestedType) yield* referencesIn(inner, scope);
}

function homeOf(homes: ReadonlyMap<string, string>, name: string, scope: string): string {
  if (name.startsWith('.')) return homes.get(name.slice(1))!;
  for (let from = scope; from !== ''; from = from.slice(0, Math.max(0, from.lastIndexOf('.')))) {
    const home = homes.get(`${from}.${name}`);
    if (home !== undefined) return home;
  }
  return homes.get(name)!;
}
