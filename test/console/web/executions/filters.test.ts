import { describe, expect, test } from 'vitest';
import {
  type Filters,
  queryOf,
  readFilters,
  writeFilters,
} from '../../../../console/web/executions/filters.ts';

const now = new Date('2026-11-25T12:00:00.000Z');

describe('filters in the address of the page', () => {
  test.each<Filters>([
    {},
    { status: 'FAILED' },
    { search: 'Anna & Bob?' },
    { period: { type: 'relative', amount: 2, unit: 'week' } },
    {
      status: 'RUNNING',
      search: 'party',
      period: { type: 'absolute', from: '2026-11-01T00:00:00+01:00', to: '2026-11-02T00:00:00+01:00' },
    },
    { record: 'PARTIAL', unknown: true, sort: 'faces' },
    { person: '01234567-89ab-cdef-0123-456789abcdef' },
  ])('%j survive a reload', (filters) => {
    const address = new URLSearchParams();
    for (const [name, value] of Object.entries(writeFilters(filters))) if (value) address.set(name, value);
    expect(readFilters(address)).toEqual(filters);
  });

  test.each([
    'status=BROKEN',
    'started=yesterday',
    'started=0-hour',
    'started=3-fortnight',
    'started=2026-11-01~',
    'search=',
    'record=LOST',
    'unknown=maybe',
    'person=anna',
    'sort=newest',
    'sort=prettiest',
  ])('%s filters nothing', (address) => {
    expect(readFilters(new URLSearchParams(address))).toEqual({});
  });
});

describe('the question to the server', () => {
  test('a relative period is counted back from now', () => {
    const from = (filters: Filters) => queryOf(filters, now).from;
    expect(from({ period: { type: 'relative', amount: 90, unit: 'minute' } })).toBe(
      '2026-11-25T10:30:00.000Z',
    );
    expect(from({ period: { type: 'relative', amount: 1, unit: 'week' } })).toBe('2026-11-18T12:00:00.000Z');
    expect(from({ period: { type: 'relative', amount: 1, unit: 'month' } })).toBe('2026-10-25T12:00:00.000Z');
  });

  test('times are asked for in UTC', () => {
    const period = {
      type: 'absolute',
      from: '2026-11-01T00:00:00+01:00',
      to: '2026-11-02T00:00:00Z',
    } as const;
    expect(queryOf({ period }, now)).toEqual({
      from: '2026-10-31T23:00:00.000Z',
      to: '2026-11-02T00:00:00.000Z',
    });
  });

  test('what is not filtered is not asked', () => {
    expect(queryOf({}, now)).toEqual({});
  });
});
