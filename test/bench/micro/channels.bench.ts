import { join as joinPath } from 'node:path';
import { bench, describe } from 'vitest';
import { join, newDocument } from '../../../src/core/document.ts';
import { documentDigest } from '../../../src/core/document-digest.ts';
import { openSqliteStore } from '../../../src/store/sqlite-store.ts';
import { decodeDocument, encodeDocument } from '../../../src/wire/document-line.ts';
import { lineBytesMax } from '../../../src/wire/line-bytes.ts';
import { wholeForm } from '../../../src/wire/line-form.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { documentOf, lineOf } from '../data-set-document.ts';
import { diskReference, processorReference } from './references.ts';

/** Few enough to be over before another process gets the processor: the least time of many is then nobody else's. */
const count = 100;
const indexes = Array.from({ length: count }, (_, index) => index);
const parts = indexes.map((index) => documentOf(index));
const changed = indexes.map((index) => documentOf(index, 1));
const lines = indexes.map(lineOf);

describe('codec', () => {
  processorReference();
  bench('read 100 lines of a burst', () => {
    for (const line of lines) if ('problem' in decodeDocument(line, 'rfc1459')) throw new Error(line);
  });
  bench('write 100 lines of a burst', () => {
    for (const part of parts) encodeDocument({ part, members: 1 }, { form: wholeForm, lineBytesMax });
  });
});

describe('merge', () => {
  processorReference();
  bench('join 100 new documents', () => {
    for (const part of parts) join(newDocument(part), part);
  });
  bench('join 100 changed topics', () => {
    for (const [index, part] of parts.entries()) {
      const document = newDocument(part);
      join(document, part);
      if (join(document, changed[index]!)?.length === 0) throw new Error('nothing changed');
    }
  });
});

describe('digest', () => {
  processorReference();
  bench('digest 100 documents', () => {
    for (const part of parts) documentDigest(part);
  });
});

describe('store', () => {
  diskReference();
  const directory = temporaryDirectory();
  const store = openSqliteStore(joinPath(directory.path, 'bench.db'));
  const page = lines.map((line, index) => ({
    ...{ space: 'bench', key: `#${index}` },
    value: Buffer.from(line, 'latin1'),
  }));
  const close = (_task: unknown, mode: 'warmup' | 'run') => {
    if (mode !== 'run') return;
    store.close();
    directory.remove();
  };
  bench('commit one record', () => store.commit(page.slice(0, 1)));
  bench('commit 100 records', () => store.commit(page), { teardown: close });
});
