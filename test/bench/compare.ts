import type { ServerName } from '../../src/core/identity.ts';
import { generateIdentity } from '../../src/peer/keygen.ts';
import { freePorts } from '../e2e/free-port.ts';
import { type BenchRunOptions, benchRun } from './bench-run.ts';
import type { Amounts, Figures } from './figures.ts';
import type { IrcdKind } from './ircd/ircd-pair.ts';
import { ircdRun } from './ircd/ircd-run.ts';
import { type Column, ratios, type Summaries, summarize } from './report.ts';
import { type Verdict, verdicts } from './targets.ts';
import { inDirectory } from './temporary.ts';

export interface CompareOptions extends Amounts, Pick<BenchRunOptions, 'only' | 'say'> {
  readonly runs: number;
  /** The ircd that is measured beside the sidecars, in turn; null: none. */
  readonly vs: IrcdKind | null;
}

/** Of one number of channels. */
export interface Comparison {
  readonly channels: number;
  readonly ours: Summaries;
  readonly peer: { readonly kind: IrcdKind; readonly theirs: Summaries; readonly ratios: Summaries } | null;
  readonly verdicts: readonly Verdict[];
}

/** As many runs of each, in turn, so that what else the machine does meets both. */
export async function compare({ runs, vs, say, ...options }: CompareOptions): Promise<Comparison> {
  const ours: Figures[] = [];
  const theirs: Figures[] = [];
  for (let run = 1; run <= runs; run++) {
    say(`${options.channels} channels, run ${run} of ${runs}`);
    ours.push(
      await inDirectory(async (directory) => benchRun({ ...options, say, directory, ...(await network()) })),
    );
    if (vs === null) continue;
    say(`${options.channels} channels, ${vs}, run ${run} of ${runs}`);
    theirs.push(await inDirectory((directory) => ircdRun({ ...options, kind: vs, directory })));
  }
  const peer = vs === null ? null : { kind: vs, theirs: summarize(theirs), ratios: ratios(ours, theirs) };
  const hybrid = peer?.kind === 'hybrid' ? peer.theirs : new Map();
  const summaries = summarize(ours);
  return { channels: options.channels, ours: summaries, peer, verdicts: verdicts(summaries, hybrid) };
}

export function columnsOf({ channels, ours, peer }: Comparison): Column[] {
  const own = { title: `${channels.toLocaleString('en')} channels`, summaries: ours };
  if (peer === null) return [own];
  return [
    own,
    { title: peer.kind, summaries: peer.theirs },
    { title: `over ${peer.kind}`, summaries: peer.ratios },
  ];
}

async function network(): Promise<Pick<BenchRunOptions, 'ports' | 'identities'>> {
  const [listen, a, b, c] = (await freePorts(4)) as [number, number, number, number];
  const identity = (name: string) => generateIdentity(`${name}.bench` as ServerName);
  return {
    ports: [listen, a, b, c],
    identities: { a: await identity('a'), b: await identity('b'), c: await identity('c') },
  };
}
