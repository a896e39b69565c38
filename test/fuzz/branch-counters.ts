import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Node, parse } from 'acorn';

/** Several times the branches that the sources have. */
const countersMax = 32_768;

const hitsName = '__branchHits';

/**
 * Counts how often each branch of the sources is taken. A source that is loaded after `install` gets a counter at the start
 * of each function, of both ways of each condition, of each loop's body and of each case; its line numbers stay.
 */
export class BranchCounters {
  readonly hits = new Uint32Array(countersMax);
  #used = 0;

  /** Counters in use. */
  get used(): number {
    return this.#used;
  }

  /** From now on modules below `directory`, a file URL with a slash at its end, are loaded with counters. */
  install(directory: string): void {
    // Quiet: Node calls the types' removal experimental.
    process.removeAllListeners('warning');
    registerHooks({
      load: (url, context, nextLoad) => {
        if (!url.startsWith(directory) || !url.endsWith('.ts')) return nextLoad(url, context);
        const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'));
        return { format: 'module', shortCircuit: true, source: this.instrument(source) };
      },
    });
  }

  /** The module's JavaScript with counters in it. */
  instrument(source: string): string {
    const insertions: Insertion[] = [];
    Object.assign(globalThis, { [hitsName]: this.hits });
    visit(parse(source, { ecmaVersion: 'latest', sourceType: 'module' }), (node) =>
      countBranches(node, insertions, () => this.#next()),
    );
    return `const ${hitsName}=globalThis.${hitsName};${withInsertions(source, insertions)}`;
  }

  #next(): string {
    if (this.#used === countersMax) throw new Error(`the sources have more than ${countersMax} branches`);
    return `${hitsName}[${this.#used++}]++`;
  }
}

interface Insertion {
  readonly at: number;
  readonly text: string;
  /** Ends something that starts before `at`. */
  readonly closes: boolean;
}

type AnyNode = Node & Record<string, unknown>;

function visit(node: Node, each: (node: AnyNode) => void): void {
  each(node as AnyNode);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') visit(child, each);
    }
  }
}

function countBranches(node: AnyNode, insertions: Insertion[], next: () => string): void {
  const open = (at: number, text: string) => insertions.push({ at, text, closes: false });
  const close = (at: number, text: string) => insertions.push({ at, text, closes: true });
  const statement = (body: Node) => {
    if (body.type === 'BlockStatement') return open(body.start + 1, `${next()};`);
    open(body.start, `{${next()};`);
    return close(body.end, '}');
  };
  const expression = (value: Node) => {
    open(value.start, `(${next()},`);
    close(value.end, ')');
  };
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': {
      const body = node.body as Node;
      if (body.type === 'BlockStatement') statement(body);
      else expression(body);
      break;
    }
    case 'IfStatement':
      if (node.alternate) statement(node.alternate as Node);
      else close(node.end, `else{${next()}}`);
      statement(node.consequent as Node);
      break;
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      statement(node.body as Node);
      break;
    case 'ConditionalExpression':
      expression(node.consequent as Node);
      expression(node.alternate as Node);
      break;
    case 'LogicalExpression':
      expression(node.right as Node);
      break;
    case 'SwitchCase': {
      const [first] = node.consequent as Node[];
      if (first) open(first.start, `${next()};`);
      break;
    }
  }
}

/** Insertions come with what encloses others first: at one place that starts first and ends last. */
function withInsertions(source: string, insertions: readonly Insertion[]): string {
  const ends = insertions.filter(({ closes }) => closes).reverse();
  const starts = insertions.filter(({ closes }) => !closes);
  let text = '';
  let from = 0;
  for (const { at, text: inserted } of [...ends, ...starts].sort((x, y) => x.at - y.at)) {
    text += source.slice(from, at) + inserted;
    from = at;
  }
  return text + source.slice(from);
}
