import type { Command } from 'commander';
import { commandPath } from './walk-commands.ts';

/** Adds to the help of a command how it is called. */
export function addExamples(command: Command): void {
  if (command.parent === null) return;
  const path = commandPath(command);
  const calls = examples[path.slice(path.indexOf(' ') + 1)] ?? [];
  if (calls.length === 0) return;
  const lines = calls.map((call) => `  ${`${path} ${call}`.trimEnd()}\n`);
  command.addHelpText(
    'after',
    `\n${calls.length === 1 ? 'Example' : 'Examples'}:\n${lines.join('')}`.trimEnd(),
  );
}

/** By the command; what follows it in a shell. Of one that is not there nothing is said. */
const examples: Readonly<Record<string, readonly string[]>> = {
  adapter: ['--ircd inspircd', '--ircd inspircd --config adapter.toml'],
  channel: ["'#general'", "'#general' --members 1000 --json"],
  channels: ["'#dev*'", '--local --min-members 10 --fields name,members', '--plain | cut -f1'],
  check: [
    '--config /etc/cburst/sidecar.toml',
    '--adapter-config adapter.toml --ircd-config /etc/inspircd/inspircd.conf',
  ],
  'complete-words': ["-- channel '#ge'"],
  completion: [
    'bash > /etc/bash_completion.d/cburst',
    'zsh > ~/.zfunc/_cburst',
    'fish > ~/.config/fish/completions/cburst.fish',
  ],
  conflicts: ['--plain'],
  'debug-bundle': ['--out /tmp/for-support.json.gz'],
  diff: ['irc2.example.net'],
  drain: [''],
  freeze: ["--reason 'channels lose their bans' --by alice"],
  go: ['--dry-run', '--by alice'],
  health: ['', '--service readiness'],
  journal: ["'#general'", '--limit 20'],
  keygen: ['--name irc1.example.net --out run/node1'],
  link: ['irc2.example.net'],
  'log-level': ['', 'debug --by alice'],
  map: [''],
  merge: ["'#help' --dry-run", "'#help' --by alice"],
  metadata: ["list '#general'"],
  'metadata delete': ["'#general' url"],
  'metadata get': ["'#general' url"],
  'metadata list': ["'#general' --plain"],
  'metadata set': ["'#general-dev' parent '#general'"],
  observe: ["--reason 'first look'"],
  peers: ['', '--plain | cut -f1,2'],
  plan: ['', "oldest '#help*'"],
  quarantine: ['', 'approve 3'],
  'quarantine approve': ['3 --by alice'],
  'quarantine list': ['--plain'],
  'quarantine reconsider': ['3 --by alice'],
  'quarantine reject': ['3 --by alice'],
  readmit: ['irc2.example.net --review'],
  reload: ['--dry-run', '--by alice'],
  restore: ['17 --dry-run', '--all --before 2026-03-01T12:00:00Z --by alice'],
  resync: ["'#general'", '--peer irc2.example.net'],
  'rotate-key': ["'#staff' --show-key"],
  sidecar: ['--config /etc/cburst/sidecar.toml'],
  split: ["'#help' irc2.example.net --dry-run"],
  stats: [''],
  status: ['', '--socket /run/cburst/ops.sock --json'],
  store: [''],
  token: ['--name grafana --role ops-read --out grafana.token'],
  top: ['', '--once'],
  unlink: ['irc2.example.net --by alice'],
  unpin: ['123e4567-e89b-12d3-a456-426614174000 --by alice'],
  watch: ["'#general'", "--kind 'peer.*' --json"],
  why: ["'#general' topic", "'#general' 'ban *!*@bad.example'"],
};
