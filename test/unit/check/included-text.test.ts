import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readIrcdConfig, readIrcdText } from '../../../src/check/ircd-config.ts';
import type { IrcdType } from '../../../src/config/ircd-kinds.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** Reads the first of the files, which are in one directory. */
function read(type: IrcdType, files: Readonly<Record<string, string>>, prepare = (_path: string) => {}) {
  const directory = temporaryDirectory();
  onTestFinished(() => directory.remove());
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory.path, name)), { recursive: true });
    writeFileSync(join(directory.path, name), text);
  }
  prepare(directory.path);
  const { text, place, notRead } = readIrcdText(type, join(directory.path, Object.keys(files)[0]!));
  const config = readIrcdConfig(type, text);
  const at = (line: number | undefined) => place(line ?? 0).slice(directory.path.length + 1);
  const why = Object.fromEntries(notRead);
  return { config, at, why };
}

test('an InspIRCd: files and directories, in order and below each other, with the variables of all', () => {
  const { config, at, why } = read('inspircd', {
    'ircd.conf': `<define name="first" value="irc">
# <include file="nowhere.conf">
<include file="conf/all.conf"> <server name="&first;.&last;"
 id="0AA">
<link name="own.example">`,
    'conf/all.conf': '<define name="last" value="example">\n<include directory="links">',
    'links/b.conf': '\n<link name="b.example">',
    'links/a.conf': '<link name="a.example">\n',
    'links/a.conf.old': '<link name="old.example">',
  });
  expect(why).toEqual({});
  expect([config.serverName?.value, at(config.serverName?.line)]).toEqual(['irc.example', 'ircd.conf:3']);
  expect(at(config.sid?.line)).toBe('ircd.conf:4');
  expect(config.links.map(({ name, line }) => [name?.value, at(line)])).toEqual([
    ['a.example', 'links/a.conf:1'],
    ['b.example', 'links/b.conf:2'],
    ['own.example', 'ircd.conf:5'],
  ]);
});

test('an ngIRCd: the files of one directory after its own', () => {
  const { config, at, why } = read('ngircd', {
    'ngircd.conf': '[Options]\nIncludeDir = more\n[Server]\nName = a.example\n',
    'more/x.conf': '[Options]\nIncludeDir = other\n[Server]\n\nName = b.example\n',
    'other/y.conf': '[Server]\nName = c.example\n',
  });
  expect(why).toEqual({});
  expect(config.links.map(({ name }) => [name?.value, at(name?.line)])).toEqual([
    ['a.example', 'ngircd.conf:4'],
    ['b.example', 'more/x.conf:5'],
  ]);
});

test('an ircd-hybrid: files, also in the middle of a block', () => {
  const { config, at, why } = read('hybrid', {
    'ircd.conf': '/* .include "nowhere" */\nconnect {\n.include "name"\nsend_password = "x";\n};\n',
    name: '# of the link\nname = "a.example";\n',
  });
  expect(why).toEqual({});
  expect(config.links.map(({ name, sends }) => [at(name?.line), at(sends?.line)])).toEqual([
    ['name:2', 'ircd.conf:4'],
  ]);
});

test('what cannot be followed is told, and the rest is read', () => {
  const { config, why } = read(
    'inspircd',
    {
      'ircd.conf': `<include file="nowhere.conf"><include directory="nowhere.d"><include executable="/bin/id">
<include file="links"><include file="self.conf"><include file="large.conf"><include file="deep0.conf">
<link name="a.example">`,
      'links/a.txt': '',
      'self.conf': '<include file="ircd.conf">',
      'large.conf': '',
      ...Object.fromEntries(
        Array.from({ length: 11 }, (_, i) => [`deep${i}.conf`, `<include file="deep${i + 1}.conf">`]),
      ),
      'deep11.conf': '<link name="deep.example">',
    },
    (path) => truncateSync(join(path, 'large.conf'), 17 * 1024 * 1024),
  );
  expect(why).toEqual({
    'nowhere.conf': 'it cannot be read (ENOENT)',
    'nowhere.d': 'it cannot be read (ENOENT)',
    '/bin/id': 'it is made by a program',
    links: 'it is no file',
    'ircd.conf': 'it includes itself',
    'large.conf': 'it all comes to more than 16777216 bytes',
    'deep10.conf': 'it is more than 10 files deep',
  });
  expect(config.links.map(({ name }) => name?.value)).toEqual(['a.example']);
});

test('not more than a thousand files are read', () => {
  const { config, why } = read('inspircd', {
    'ircd.conf': '<include directory="d">',
    ...Object.fromEntries(
      Array.from({ length: 1001 }, (_, i) => [`d/${i}.conf`, `<link name="x${i}.example">`]),
    ),
  });
  expect(why).toEqual({ d: 'there are more than 1000 files' });
  expect(config.links).toHaveLength(999);
});
