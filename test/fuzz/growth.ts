/** The shortest input compared. Below, what happens once hides how the rest grows. */
const bytesMin = 4096;
const doublings = [1, 2, 4, 8];

/** A doubled input costs twice what was added before it, or a little more where memory and tables grow with it. */
const ratioMax = 3;

/** Where the last doubling adds less than this, it is not told from noise. */
const operationsMin = 100_000;
const msMin = 5;
const timings = 5;
const confirmations = 3;

export interface Cost {
  /** Branches taken. */
  readonly operations: number;
  /** Processor time of the thread: on a busy machine others take their share of any other clock. 0: not measured. */
  readonly cpuMs: number;
}

/** An input of which each doubling costs more than the one before it. */
export interface Growth {
  readonly what: string;
  /** The longest of those compared. */
  readonly input: string;
}

/**
 * Says how the cost of an input grows faster than its length, or null. `input` gives it with its repeated part so many
 * times; costs are compared at one, two, four and eight times a length. Branches are counted exactly. What native code
 * does only time tells, so a suspicious time is measured again, and the shortest of several counts.
 */
export function fasterThanLinear(
  input: (times: number) => string,
  measure: (input: string) => Cost,
): Growth | null {
  const partBytes = input(2).length - input(1).length;
  if (partBytes <= 0) return null;
  const base = Math.ceil(bytesMin / partBytes);
  const inputs = doublings.map((times) => input(base * times));
  const costs = inputs.map(measure);
  const operations = costs.map((cost) => cost.operations);
  const found = (what: string): Growth => ({ what: `faster than linear, ${what}`, input: inputs.at(-1)! });
  if (growsBeyond(operations, operationsMin)) return found(`branches taken: ${operations.join(', ')}`);
  let ms = costs.map(({ cpuMs }) => cpuMs);
  for (let confirmed = 0; growsBeyond(ms, msMin); confirmed++) {
    if (confirmed === confirmations) {
      return found(`milliseconds: ${ms.map((each) => each.toFixed(2)).join(', ')}`);
    }
    ms = inputs.map((each) => shortest(each, measure));
  }
  return null;
}

/** As `fasterThanLinear`, of an input that it once found: its beginnings are compared. */
export function growsStill(found: string, measure: (input: string) => Cost): string | null {
  const parts = doublings.at(-1)!;
  const beginning = (times: number) => found.slice(0, Math.ceil((found.length * times) / parts));
  return found.length < bytesMin * parts ? null : (fasterThanLinear(beginning, measure)?.what ?? null);
}

/** Each doubling adds more than so many times what the one before it added: whatever happens once cancels out. */
function growsBeyond(costs: readonly number[], addedMin: number): boolean {
  const added = costs.slice(1).map((cost, index) => cost - costs[index]!);
  const grows = added.every((more, index) => more > (added[index - 1] ?? 0) * ratioMax);
  return grows && added.at(-1)! > addedMin;
}

function shortest(input: string, measure: (input: string) => Cost): number {
  let ms = Number.POSITIVE_INFINITY;
  for (let run = 0; run < timings; run++) ms = Math.min(ms, measure(input).cpuMs);
  return ms;
}
