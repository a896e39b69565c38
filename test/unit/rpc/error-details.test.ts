import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Metadata, status } from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';
import { describe, expect, it } from 'vitest';
import { CallError, callErrorFrom } from '../../../src/rpc/call-error.ts';
import { decodeErrorInfo } from '../../../src/rpc/error-details.ts';
import { errorReasons } from '../../../src/rpc/error-reason.ts';
import { packageDefinition } from '../../../src/rpc/load-proto.ts';

const reasons = Object.keys(errorReasons).sort();

describe('an error of the API', () => {
  it('says why, which field and what to do next', () => {
    const error = new CallError('PAGE_TOKEN_INVALID', 'no such page', {
      field: 'page_token',
      nextCommand: 'cburst channels',
    });
    expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: 'no such page' });
    expect(sent(error)).toEqual({
      code: status.INVALID_ARGUMENT,
      message: 'no such page',
      ErrorInfo: {
        reason: 'PAGE_TOKEN_INVALID',
        domain: 'cburst',
        metadata: { nextCommand: 'cburst channels' },
      },
      BadRequest: {
        field_violations: [
          expect.objectContaining({
            field: 'page_token',
            description: 'no such page',
            reason: 'PAGE_TOKEN_INVALID',
          }),
        ],
      },
    });
  });

  it('says what is not there', () => {
    const error = new CallError('PEER_UNKNOWN', 'no such peer', {
      resource: { type: 'peer', name: 'b.test' },
    });
    expect(sent(error).ResourceInfo).toMatchObject({ resource_type: 'peer', resource_name: 'b.test' });
  });

  it('says what is not as it has to be', () => {
    const error = new CallError('PEER_NOT_LINKED', 'b.test is not linked', { subject: 'b.test' });
    expect(sent(error).PreconditionFailure).toEqual({
      violations: [{ type: 'PEER_NOT_LINKED', subject: 'b.test', description: 'b.test is not linked' }],
    });
  });

  it('calls a defect what it is', () => {
    expect(callErrorFrom(new TypeError('x is undefined'))).toMatchObject({
      reason: 'INTERNAL',
      code: status.INTERNAL,
    });
    const error = new CallError('PEER_UNKNOWN', 'no such peer');
    expect(callErrorFrom(error)).toBe(error);
  });

  it('is not read out of what another server says', () => {
    const metadata = new Metadata();
    expect(decodeErrorInfo(metadata)).toBeNull();
    metadata.set('grpc-status-details-bin', Buffer.from([0xff, 0xff, 0xff]));
    expect(decodeErrorInfo(metadata)).toBeNull();
    expect(decodeErrorInfo(new CallError('PEER_UNKNOWN', '').metadata)?.reason).toBe('PEER_UNKNOWN');
  });
});

describe('the reasons', () => {
  const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('proto-types'))
    .map((file) => ({ file, code: readFileSync(join('src', file), 'utf8') }));

  it('are listed in docs/operations.md with their status, all of them', () => {
    const manual = readFileSync('docs/operations.md', 'utf8');
    const rows = [...manual.matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \| ([A-Z_]+) \|/gm)];
    const listed = rows.flatMap(([, names, code]) =>
      [...names!.matchAll(/[A-Z_]+/g)].map(([name]) => [name, status[code as keyof typeof status]]),
    );
    expect(Object.fromEntries(listed)).toEqual(errorReasons);
    expect(listed.map(([name]) => name).sort()).toEqual(reasons);
  });

  it('are all in use', () => {
    const users = source.filter(({ file }) => file !== 'rpc/error-reason.ts').map(({ code }) => code);
    expect(reasons.filter((reason) => !users.some((code) => code.includes(`'${reason}'`)))).toEqual([]);
  });

  it('are given with every error', () => {
    // A status that is made by hand.
    const bare = /sendStatus\(\{|emit\('error', \{|callback\(\{|\bcode: status\.\w+, details/;
    const servers = source.filter(({ file }) => /^(?:access|host|ops|rpc|sidecar)\//.test(file));
    expect(servers.length).toBeGreaterThan(20);
    expect(servers.filter(({ code }) => bare.test(code)).map(({ file }) => file)).toEqual([]);
  });
});

/** The google.rpc.Status of the error, its parts by the names of their types. */
function sent(error: CallError): Record<string, unknown> {
  const [bytes] = error.metadata.get('grpc-status-details-bin');
  const { details, ...rest } = read('Status', bytes as Buffer) as {
    details: { type_url: string; value: Buffer }[];
  };
  const parts = details.map(({ type_url: url, value }) => {
    const name = /^type\.googleapis\.com\/google\.rpc\.(\w+)$/.exec(url)![1]!;
    return [name, read(name, value)];
  });
  return { ...rest, ...Object.fromEntries(parts) };
}

function read(name: string, bytes: Buffer): object {
  const type = packageDefinition[`google.rpc.${name}`] as unknown as MessageTypeDefinition<object, object>;
  return type.deserialize(bytes);
}
