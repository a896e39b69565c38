import { Command } from 'commander';
import { expect, test } from 'vitest';
import {
  addFieldsOption,
  type FieldsOption,
  onlyFields,
  readMaskOf,
  renderOnlyFields,
} from '../../../src/cli/fields-option.ts';

const plain = { width: null, paint: (_style: string, text: string) => text };

function parsed(...args: string[]): FieldsOption {
  const command = addFieldsOption(new Command()).exitOverride();
  command.configureOutput({ writeErr: () => {} });
  return command.parse(args, { from: 'user' }).opts();
}

const list = {
  channels: [
    { name: Buffer.from('#a'), members: 3, holders: ['b.test', 'c.test'], origin: '', _topic: 'topic' },
    { name: Buffer.from([0x23, 0xe9]), members: 0, holders: [], origin: '' },
  ],
};

test('the fields that are asked for are a column each', () => {
  const options = parsed('--fields', 'name, members,holders,parent');
  expect(readMaskOf(options)).toEqual({ read_mask: { paths: ['name', 'members', 'holders', 'parent'] } });
  const rows = renderOnlyFields(list.channels, options.fields!, plain).trimEnd().split('\n');
  expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
    ['NAME', 'MEMBERS', 'HOLDERS', 'PARENT'],
    ['#a', '3', 'b.test c.test', '-'],
    ['{"hex":"23e9"}', '0', '-', '-'],
  ]);
});

test('programs get the same list with nothing else in it', () => {
  expect(onlyFields(list.channels, parsed('--fields', 'members').fields!)).toEqual([
    { members: 3 },
    { members: 0 },
  ]);
});

test('without the option everything is asked for, and what is no name is refused', () => {
  expect(readMaskOf(parsed())).toEqual({});
  expect(() => parsed('--fields', 'name,')).toThrow();
});
