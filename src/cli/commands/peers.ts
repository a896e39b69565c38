import type { Command } from 'commander';
import type { Comparison__Output } from '../../proto-types/cburst/v1/Comparison.ts';
import type { Peer__Output } from '../../proto-types/cburst/v1/Peer.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addPlainOption, type PlainOption } from '../plain-option.ts';
import { printList } from '../print-list.ts';
import { showAge } from '../show-time.ts';
import { type Cell, renderTable } from '../table.ts';
import type { Style, Terminal } from '../terminal.ts';

export function addPeersCommand(program: Command): void {
  const command = program.command('peers').description('the other sidecars and the links to them');
  addPlainOption(addAskOptions(command)).action((options: AskOptions & PlainOption) =>
    ask(options, async (client) => {
      const answer = await client.peers();
      await printList(answer, options, (terminal) => renderPeers(answer.peers, Date.now(), terminal));
    }),
  );
}

export function renderPeers(peers: readonly Peer__Output[], now: number, terminal: Terminal): string {
  const columns = [
    { title: 'PEER' },
    { title: 'STATE' },
    { title: 'SINCE', align: 'right' },
    { title: 'LATENCY', align: 'right' },
    { title: 'WAITING', align: 'right' },
    { title: 'LAG', align: 'right' },
    { title: 'REJECTED', align: 'right' },
    { title: 'COMPARED' },
    { title: 'PROBLEM', shrinks: true },
  ] as const;
  return renderTable(
    columns,
    peers.map((peer) => peerRow(peer, now)),
    terminal,
    'No peers are configured.\n',
  );
}

function peerRow(peer: Peer__Output, now: number): Cell[] {
  const state = shownState(peer);
  const rejected = peer.rejected_lines + (peer.dirty ? ' dirty' : '');
  return [
    peer.server,
    { text: state, style: STATE_STYLES[state] ?? 'red' },
    showAge(peer.since, now),
    peer.latency_us === 0 ? '-' : `${(peer.latency_us / 1000).toFixed(1)}ms`,
    peer.waiting,
    lag(peer),
    peer.dirty ? { text: rejected, style: 'red' } : rejected,
    comparison(peer.compared ?? null, now),
    problem(peer, state, now),
  ];
}

/** Its state in one word, also those that an operator is to know of: barred, expelled. */
export function shownState({ state, expelled, barred_at }: Peer__Output): string {
  if (barred_at > 0) return 'barred';
  return expelled ? 'expelled' : state.replace('PEER_STATE_', '').toLowerCase();
}

/** Changes that the peer has not acknowledged, and those of it that are not durable here. */
function lag({ unacknowledged_changes: sent, unstored_changes: received }: Peer__Output): string {
  return sent === 0 && received === 0 ? '-' : `${short(sent)}/${short(received)}`;
}

function short(count: number): string {
  return count < 10_000 ? String(count) : `${Math.floor(count / 1000)}k`;
}

/** What came out of the last comparison, and how long ago. */
function comparison(compared: Comparison__Output | null, now: number): Cell {
  if (compared === null) return '-';
  const age = showAge(compared.time, now);
  if (compared.outcome === 'COMPARISON_OUTCOME_EQUAL') return { text: `equal ${age}`, style: 'green' };
  if (compared.outcome === 'COMPARISON_OUTCOME_FAILED') return { text: `failed ${age}`, style: 'yellow' };
  const parts = [
    ...(compared.sent_documents > 0 ? [`${compared.sent_documents} sent`] : []),
    ...(compared.differing_by_rule > 0 ? [`${compared.differing_by_rule} by rule`] : []),
  ];
  return { text: `${parts.join(', ') || 'different'} ${age}`, style: 'yellow' };
}

/** The gravest first. */
function problem(peer: Peer__Output, state: string, now: number): Cell {
  if (peer.barred_at > 0) {
    const age = showAge(peer.barred_at, now);
    return { text: `by ${peer.barred_by} ${age}: cburst link ${peer.server}`, style: 'yellow' };
  }
  if (peer.expelled) return { text: `let it in: cburst readmit ${peer.server}`, style: 'red' };
  if (peer.under_review) return { text: 'under review: cburst quarantine', style: 'yellow' };
  if (peer.missing_links.length > 0)
    return { text: `no link to ${peer.missing_links.join(', ')}`, style: 'yellow' };
  // Of a link that is up it tells of the one before, with nothing to say when that was.
  return (state !== 'linked' && peer.last_error) || '-';
}

const STATE_STYLES: Readonly<Record<string, Style>> = {
  linked: 'green',
  bursting: 'green',
  connecting: 'yellow',
  barred: 'yellow',
};
