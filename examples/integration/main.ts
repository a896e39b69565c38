import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import {
  createLogger,
  displayText,
  ircTextFromUtf8,
  loadSidecarConfig,
  startSidecar,
} from '../../src/sidecar/public-api.ts';
import { serverNote } from '../basic-burst/server-note.ts';
import { HostLink } from '../mini-ircd/host-link.ts';
import { Ircd } from '../mini-ircd/ircd.ts';
import { ChannelUrls } from '../url-burst/channel-urls.ts';

// A whole server in one process: an ircd that speaks the host API, its sidecar, and two burst extensions.
const { values } = parseArgs({
  options: { config: { type: 'string' }, port: { type: 'string', default: '6667' } },
});
if (values.config === undefined) throw new Error('node main.ts --config sidecar.toml [--port 6667]');
const config = loadSidecarConfig(values.config);
const { name, casemapping } = config.server;

const urls = new ChannelUrls((server, { channel, url }) =>
  say(`url ${displayText(channel)} ${url ?? '-'} ${server}`),
);
const note = serverNote(`up since ${new Date().toISOString()}`, (server, text) =>
  say(`note ${server} ${displayText(text)}`),
);
const sidecar = await startSidecar(config, {
  log: createLogger(config.logging, 'sidecar', process.stderr),
  extensions: [urls.build, note],
});

const ircd = new Ircd({ name, casemapping, operator: null });
const port = await ircd.listen('127.0.0.1', Number(values.port));
const link = new HostLink(ircd, { target: `unix:${config.api.hostSocket}`, log: say });
link.attach();
say(`ready ${port}`);

// What an operator types: `url #channel https://…`, or `url #channel -` to take it back.
const input = createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, channel, url] = line.split(' ');
  if (word !== 'url' || channel === undefined || url === undefined) return say('url #channel https://…');
  try {
    urls.set(ircTextFromUtf8(channel), url === '-' ? null : url);
  } catch (error) {
    say(String(error));
  }
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

/** The ircd's link first: that users lose their connections is no news of their channels. */
async function stop(): Promise<void> {
  input.close();
  link.close();
  await ircd.close();
  await sidecar.stop();
  process.exit(0);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
