import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { HOST_WORK_MAX, type HostCall, HostStream } from '../../../src/host/host-stream.ts';
import type { AttachRequest__Output } from '../../../src/proto-types/cburst/v1/AttachRequest.ts';
import { createReplica, profile, t0 } from '../../support/replica-fixture.ts';

const members = { tells: false, shows: false };

/** Of a gRPC call what a stream uses, and whether it is read. */
class Call extends EventEmitter {
  paused = false;

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  write(): boolean {
    return true;
  }
}

test('a host that says more than the disk takes is read no further until it has', () => {
  const call = new Call();
  const durable: (() => void)[] = [];
  const stream = new HostStream(
    call as unknown as HostCall,
    { instance: 1, profile, members },
    {
      replica: createReplica(),
      submit: (run, done = () => {}) => {
        run(t0);
        durable.push(done);
      },
      attached: () => {},
      ended: () => {},
    },
  );
  const results = { message: 'results', results: { results: [] } } as unknown as AttachRequest__Output;
  for (let n = 1; n < HOST_WORK_MAX; n++) stream.message(results);
  expect(call.paused).toBe(false);
  stream.message(results);
  expect(call.paused).toBe(true);
  durable.shift()!();
  expect(call.paused).toBe(false);
});
