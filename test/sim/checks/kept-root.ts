import { DigestTree } from '../../../src/core/digest-tree.ts';
import type { ComparedItems } from '../../../src/extension/burst-router.ts';

/** What is kept of everything that is compared with a peer is what a walk over it comes to. Returns what is wrong, or null. */
export function keptRootProblem(compared: ComparedItems | null | undefined): string | null {
  const salt = compared?.lastSalt() ?? null;
  if (!compared || salt === null) return null;
  const kept = compared.root(salt)!;
  const walked = new DigestTree(compared.entries()!, salt).root();
  if (kept.sum === walked.sum && kept.documents === walked.documents) return null;
  return `${kept.documents} documents come to ${kept.sum}, a walk finds ${walked.documents} and ${walked.sum}`;
}
