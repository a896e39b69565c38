/** What a CBURST line may carry beyond the seed's parameters. Each is a capability of that name: both sides must have it. */
export interface LineForm {
  /** Stamps and unset fields. */
  readonly stamps: boolean;
  /** Metadata entries. */
  readonly metadata: boolean;
  /** The marks of a document: that it was written to, and which ids it absorbed. */
  readonly decisions: boolean;
}

/** Everything that there is to say: what a document is stored in. */
export const wholeForm: LineForm = { stamps: true, metadata: true, decisions: true };

export function isWhole({ stamps, metadata, decisions }: LineForm): boolean {
  return stamps && metadata && decisions;
}

/** The seed's parameters only. */
export const plainForm: LineForm = { stamps: false, metadata: false, decisions: false };

/** The form that a peer reads, given the capabilities that both sides have. */
export function lineFormOf(capabilities: readonly string[]): LineForm {
  return {
    stamps: capabilities.includes('stamps'),
    metadata: capabilities.includes('metadata'),
    decisions: capabilities.includes('decisions'),
  };
}
