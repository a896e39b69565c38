import { expect, onTestFinished, test } from 'vitest';
import { MetricsServer } from '../../../src/metrics/metrics-server.ts';

const contentType = 'text/plain; version=0.0.4; charset=utf-8';

async function started(metrics: () => Promise<string>) {
  const server = new MetricsServer({ metrics, contentType });
  onTestFinished(() => server.stop());
  const port = await server.start({ host: '127.0.0.1', port: 0 });
  return { server, port, ask: () => fetch(`http://127.0.0.1:${port}/metrics`) };
}

test('who asks gets the text, or why there is none', async () => {
  let broken = false;
  const { ask } = await started(async () => {
    if (broken) throw new Error('a gauge cannot be read');
    return 'x 1\n';
  });
  expect(await (await ask()).text()).toBe('x 1\n');
  broken = true;
  const answer = await ask();
  expect([answer.status, await answer.text()]).toEqual([500, 'a gauge cannot be read\n']);
});

test('an address that is taken is told', async () => {
  const { port } = await started(async () => '');
  const second = new MetricsServer({ metrics: async () => '', contentType });
  await expect(second.start({ host: '127.0.0.1', port })).rejects.toThrow('EADDRINUSE');
  await second.stop();
});

test('a stop does not wait for who is being answered', async () => {
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const { server, ask } = await started(() => {
    asked();
    return new Promise(() => {});
  });
  const answer = ask().catch((error: Error) => error.message);
  await isAsked;
  await server.stop();
  expect(await answer).toBe('fetch failed');
});
