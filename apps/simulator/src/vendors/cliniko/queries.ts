import type { VendorRequest } from '../vendor-server.js';

/** A row as it is sent, and what can be asked about it: values by filter name. */
export interface ClinikoRow {
  id: string;
  json: Record<string, unknown>;
  facts: Record<string, Fact>;
}

export type Fact = string | number | boolean | null;
export type FilterKind = 'date-time' | 'date' | 'int64' | 'integer' | 'string' | 'boolean';

export function isSet({ facts }: ClinikoRow, field: string): boolean {
  return (facts[field] ?? null) !== null;
}

/** The asker's fault: answered with 400. */
export class FilterWrong extends Error {
  override readonly name = 'FilterWrong';
}

type Test = (row: ClinikoRow) => boolean;

/** Each `q[]` is one condition; all must hold. What is written without `q[]` is ignored in silence, as there. */
export function testsOf(
  asked: URLSearchParams,
  filters: Record<string, FilterKind>,
): { tests: Test[]; fields: string[] } {
  const conditions = asked.getAll('q[]');
  const fields: string[] = [];
  const tests = conditions.map((condition) => {
    const match = /^(\w+):(>=|<=|!=|!~|~~|=|>|<|~|\*)(.*)$/s.exec(condition);
    const [, field = '', operator = '', wanted = ''] = match ?? [];
    const kind = filters[field];
    if (match === null) throw new FilterWrong(`${condition} is not a filter`);
    if (kind === undefined) throw new FilterWrong(`${field} is not filterable`);
    fields.push(field);
    return testOf(field, kind, operator, wanted);
  });
  return { tests, fields };
}

function testOf(field: string, kind: FilterKind, operator: string, wanted: string): Test {
  if (kind === 'date-time') {
    const at = Date.parse(wanted);
    if (!/Z$/.test(wanted) || Number.isNaN(at)) throw new FilterWrong(`${field} needs a date and time in UTC`);
    return compare(field, operator, ['>', '>=', '<', '<='], (fact) => Date.parse(String(fact)) - at);
  }
  if (kind === 'date') {
    if (operator === '*') return (row) => isSet(row, field);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(wanted)) throw new FilterWrong(`${field} needs a date`);
    return compare(field, operator, ['>', '>=', '<', '<=', '=', '!='], (fact) =>
      String(fact) < wanted ? -1 : String(fact) > wanted ? 1 : 0,
    );
  }
  if (kind === 'int64' || kind === 'integer') {
    const list = wanted.split(',');
    if (!list.every((one) => /^-?\d+$/.test(one))) throw new FilterWrong(`${field} needs whole numbers`);
    if (operator === '=') return ({ facts }) => list.includes(String(facts[field]));
    return compare(field, operator, ['!=', '>', '>=', '<', '<='], (fact) => {
      const difference = BigInt(String(fact)) - BigInt(list[0] ?? '0');
      return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    });
  }
  if (kind === 'boolean') return ({ facts }) => String(facts[field]) === wanted;
  if (operator === '~' || operator === '~~') {
    const part = wanted.replaceAll('%', '').toLowerCase();
    return ({ facts }) =>
      String(facts[field] ?? '')
        .toLowerCase()
        .includes(part);
  }
  return compare(field, operator, ['=', '!='], (fact) => (String(fact) === wanted ? 0 : 1));
}

/** A field that is empty meets no condition: there is no way to ask for it. */
function compare(field: string, operator: string, allowed: string[], difference: (fact: Fact) => number): Test {
  if (!allowed.includes(operator)) throw new FilterWrong(`${field} cannot be compared with ${operator}`);
  return ({ facts }) => {
    const fact = facts[field] ?? null;
    if (fact === null) return false;
    const by = difference(fact);
    switch (operator) {
      case '>':
        return by > 0;
      case '>=':
        return by >= 0;
      case '<':
        return by < 0;
      case '<=':
        return by <= 0;
      case '=':
        return by === 0;
      default:
        return by !== 0;
    }
  };
}

/** `sort=updated_at,id:desc`; by `created_at` where nothing is said. */
export function sorted(rows: ClinikoRow[], sort: string | null): ClinikoRow[] {
  const keys = (sort ?? 'created_at').split(',').map((key) => {
    const [field = '', way = 'asc'] = key.split(':');
    return { field, sign: way === 'desc' ? -1 : 1 };
  });
  return rows.toSorted((a, b) => {
    for (const { field, sign } of keys) {
      const by = order(a.facts[field] ?? null, b.facts[field] ?? null);
      if (by !== 0) return sign * by;
    }
    return order(a.id, b.id);
  });
}

function order(a: Fact, b: Fact): number {
  const [x, y] = [String(a ?? ''), String(b ?? '')];
  const numbers = /^\d+$/.test(x) && /^\d+$/.test(y) && x.length !== y.length;
  if (numbers) return x.length - y.length;
  return x < y ? -1 : x > y ? 1 : 0;
}

export interface ClinikoPage {
  rows: ClinikoRow[];
  total: number;
  page: number;
  perPage: number;
  last: boolean;
}

export function pageOf(rows: ClinikoRow[], { query }: VendorRequest): ClinikoPage {
  const page = whole(query.get('page'), 1);
  const perPage = whole(query.get('per_page'), 50);
  if (perPage > 100) throw new FilterWrong('per_page is 100 at most');
  const from = (page - 1) * perPage;
  return {
    rows: rows.slice(from, from + perPage),
    total: rows.length,
    page,
    perPage,
    last: from + perPage >= rows.length,
  };
}

function whole(text: string | null, fallback: number): number {
  if (text === null) return fallback;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new FilterWrong('page and per_page are whole numbers from 1');
  return Number(text);
}
