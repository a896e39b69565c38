import { describe, expect, it } from 'vitest';
import { TouchedFields } from '../../../src/adapter/touched-fields.ts';
import { channelKey } from '../../../src/core/casemapping.ts';
import type { FieldKey } from '../../../src/core/field.ts';

const a = channelKey('ascii', '#a');
const topic = 'topic' as FieldKey;
const limit = 'limit' as FieldKey;

describe('TouchedFields', () => {
  it('names what later events changed', () => {
    const touched = new TouchedFields();
    touched.touch(a, [topic, limit], 3);
    touched.touch(a, [limit], 5);
    expect(touched.since(a, 2)).toEqual(new Set([topic, limit]));
    expect(touched.since(a, 3)).toEqual(new Set([limit]));
    expect(touched.since(a, 5)).toEqual(new Set());
    expect(touched.since(channelKey('ascii', '#b'), 0)).toEqual(new Set());
  });

  it('says so when the channel itself was made or ended', () => {
    const touched = new TouchedFields();
    touched.touch(a, null, 4);
    expect(touched.since(a, 3)).toBe('all');
    expect(touched.since(a, 4)).toEqual(new Set());
  });

  it('forgets what every coming update knows of', () => {
    const touched = new TouchedFields();
    touched.touch(a, [topic], 3);
    touched.touch(a, [limit], 5);
    touched.forget(3);
    expect(touched.since(a, 0)).toEqual(new Set([limit]));
    touched.clear();
    touched.touch(a, [topic], 1);
    expect(touched.since(a, 0)).toEqual(new Set([topic]));
  });
});
