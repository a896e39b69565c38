import { settleAge } from './age-claim.ts';
import type { DocumentPart } from './document.ts';
import { type DryRun, dryRun } from './dry-run.ts';
import type { QuarantinedMessage } from './quarantine.ts';
import type { Replica } from './replica.ts';

/** How something that waited is joined. */
export interface LetIn {
  /** The peer said something on the link that is up: else what it holds is out of reach. */
  readonly isHeard: boolean;
  /** This server's clock, Unix ms. */
  readonly now: number;
}

/** Joins what waited. Of a peer that is not linked what it holds is out of reach; of one that is, what it does not confirm at once. */
export function letIn(
  replica: Replica,
  { peer, members }: Pick<QuarantinedMessage, 'peer' | 'members'>,
  part: DocumentPart,
  { isHeard, now }: LetIn,
): void {
  replica.take(peer, part, members, now);
  if (!isHeard) replica.lost(peer);
}

/** As `letIn`, because an operator approved it. Of what cannot be joined what is known counts: an origin never changes, and of two ages the rule decides. */
export function letInApproved(replica: Replica, held: QuarantinedMessage, how: LetIn): void {
  letIn(replica, held, settled(replica, held), how);
}

/** What approving would change here; nothing is changed. */
export function planApproval(replica: Replica, held: QuarantinedMessage, how: LetIn): DryRun {
  return dryRun(replica, [replica.key(held.part.name)], (copy) => letInApproved(copy, held, how));
}

function settled(replica: Replica, { peer, part }: QuarantinedMessage): DocumentPart {
  const known = replica.table.get(part.id);
  if (known === undefined) return part;
  const { origin, createdAt } = known.document;
  const byOrigin = peer === origin && part.origin === origin;
  const age = settleAge({ createdAt, confirmed: known.confirmed }, part.createdAt, byOrigin);
  replica.setAge(known, age);
  return { ...part, registers: part.registers, origin, createdAt: age.createdAt };
}
