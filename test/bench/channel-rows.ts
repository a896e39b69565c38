/**
 * Remote channels outside the JavaScript heap: each is the line that came, in a page as the store keeps it, and a row of
 * numbers. A trial of what `docs/performance.md` chose for the next representation; the product does not use it yet.
 *
 * Bounds: pages of 512 KiB; the number of rows doubles when they are full, and so do the two indexes over them.
 */
export class ChannelRows {
  #pages: Buffer[] = [];
  #used = pageBytes;
  #rows = 0;
  /** By row: page, offset, length, place of the digest twice, sequence, holder. */
  #columns = new Uint32Array(columnCount * firstRows);
  #byId: Int32Array = new Int32Array(2 * firstRows).fill(-1);
  #byName: Int32Array = new Int32Array(2 * firstRows).fill(-1);

  get size(): number {
    return this.#rows;
  }

  /** Bytes that are reserved, pages included. */
  get bytes(): number {
    const columns = this.#columns.byteLength + this.#byId.byteLength + this.#byName.byteLength;
    return columns + this.#pages.length * pageBytes;
  }

  /** `idHash`, `nameHash`: 32 bits each; the line itself tells who is meant where two agree. */
  add(line: string, idHash: number, nameHash: number, sequence: number, holder: number): void {
    if (this.#rows * columnCount === this.#columns.length) this.#grow();
    const offset = this.#append(line);
    const row = this.#rows++;
    this.#columns.set(
      [this.#pages.length - 1, offset, line.length, idHash >>> 0, nameHash >>> 0, sequence, holder],
      row * columnCount,
    );
    insert(this.#byId, idHash, row);
    insert(this.#byName, nameHash, row);
  }

  /** The lines whose ids have that hash. */
  *withId(idHash: number): Generator<string> {
    for (const row of this.#rowsAt(this.#byId, idHash, idColumn)) yield this.line(row);
  }

  *named(nameHash: number): Generator<string> {
    for (const row of this.#rowsAt(this.#byName, nameHash, nameColumn)) yield this.line(row);
  }

  line(row: number): string {
    const at = row * columnCount;
    const [page, offset, length] = this.#columns.subarray(at, at + 3) as unknown as [number, number, number];
    return this.#pages[page]!.toString('latin1', offset, offset + length);
  }

  *#rowsAt(index: Int32Array, hash: number, column: number): Generator<number> {
    for (let slot = hash & (index.length - 1); index[slot] !== -1; slot = (slot + 1) & (index.length - 1)) {
      const row = index[slot]!;
      if (this.#columns[row * columnCount + column] === hash >>> 0) yield row;
    }
  }

  #append(line: string): number {
    if (this.#used + line.length > pageBytes) {
      this.#pages.push(Buffer.allocUnsafeSlow(pageBytes));
      this.#used = 0;
    }
    const offset = this.#used;
    this.#used += this.#pages.at(-1)!.write(line, offset, 'latin1');
    return offset;
  }

  #grow(): void {
    const columns = new Uint32Array(this.#columns.length * 2);
    columns.set(this.#columns);
    this.#columns = columns;
    this.#byId = this.#reindexed(idColumn);
    this.#byName = this.#reindexed(nameColumn);
  }

  #reindexed(column: number): Int32Array {
    const index = new Int32Array((2 * this.#columns.length) / columnCount).fill(-1);
    for (let row = 0; row < this.#rows; row++) insert(index, this.#columns[row * columnCount + column]!, row);
    return index;
  }
}

const pageBytes = 512 * 1024;
const firstRows = 1024;
const columnCount = 7;
const idColumn = 3;
const nameColumn = 4;

function insert(index: Int32Array, hash: number, row: number): void {
  let slot = hash & (index.length - 1);
  while (index[slot] !== -1) slot = (slot + 1) & (index.length - 1);
  index[slot] = row;
}
