import { expect, test } from 'vitest';
import { CredentialTable } from '../../../src/access/credential-table.ts';
import { noGrants } from '../../../src/config/api-roles.ts';

const [one, two] = ['1'.repeat(64), '2'.repeat(64)];
const grafana = { name: 'grafana', role: 'ops-read', grants: noGrants, sha256: one } as const;
const laptop = { name: 'laptop', role: 'ops-admin', grants: noGrants, pin: two } as const;
const both = { tokens: [grafana], certificates: [laptop] };

test('a token and a certificate let their users in, each as what it is', () => {
  const table = new CredentialTable(both);
  expect(table.byTokenHash(one)).toEqual({ access: 'token grafana', role: 'ops-read', grants: noGrants });
  expect(table.byPin(two)).toMatchObject({ access: 'certificate laptop', role: 'ops-admin' });
});

test.each([two, '', 'xyz', one.slice(2), `${one}11`])('%j is nobody', (hash) => {
  expect(new CredentialTable(both).byTokenHash(hash)).toBeNull();
});

test.each([
  ['is gone', []],
  ['has another role', [{ ...grafana, role: 'ops-admin' as const }]],
  ['has other grants', [{ ...grafana, grants: { ...noGrants, members: true } }]],
  ['has another name', [{ ...grafana, name: 'grafana2' }]],
  ['has a new token', [{ ...grafana, sha256: two }]],
])('calls of a credential that %s end, those of others do not', (_, tokens) => {
  const table = new CredentialTable(both);
  const ended: string[] = [];
  table.track(table.byTokenHash(one)!, () => ended.push('grafana'));
  table.track(table.byPin(two)!, () => ended.push('laptop'));
  table.replace({ ...both, tokens });
  expect(ended).toEqual(['grafana']);
  table.replace({ tokens: [], certificates: [] });
  expect(ended).toEqual(['grafana', 'laptop']);
});

test('calls that are over are not ended, and what stays the same ends none', () => {
  const table = new CredentialTable(both);
  const ended: string[] = [];
  const release = table.track(table.byTokenHash(one)!, () => ended.push('over'));
  table.track(table.byTokenHash(one)!, () => ended.push('under way'));
  release();
  table.replace({ tokens: [{ ...grafana }], certificates: [] });
  expect(ended).toEqual([]);
  table.replace({ tokens: [], certificates: [] });
  expect(ended).toEqual(['under way']);
});
