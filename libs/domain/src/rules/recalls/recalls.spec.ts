import { aPerson, at, type APerson } from '../../testing/a-person.js';
import { theRule } from '../../../../../test/support/a-rule.js';

const de = { serviceId: 'de' };
const recall = (more = {}, patient = {}): APerson =>
  aPerson('p1', patient).with('recall', { id: 'r', type: 'DE', dueOn: '2025-06-30', ...more });

describe('R16 RECALL_DUE (Q59)', () => {
  const R16 = theRule('R16');

  it('a dental recall from thirty days before it is due until its grace is over', () => {
    R16.expectFrom(recall(), '2025-05-31T00:00Z');
    expect(R16.fires(recall(), '2025-07-13T23:59Z')).toBe('r');
    expect(R16.fires(recall(), '2025-07-14T00:00Z')).toBe('');
  });

  it('a visit of the line from then on fulfils it, an earlier one does not', () => {
    expect(R16.silence(recall().visit('2025-05-31T10:00Z', de), '2025-06-30T00:00Z')).toBe('answered');
    expect(R16.fires(recall().visit('2025-05-30T10:00Z', de), '2025-06-30T00:00Z')).toBe('r');
    expect(R16.fires(recall().visit('2025-06-10T10:00Z', { serviceId: 'ms' }), '2025-06-30T00:00Z')).toBe('r');
  });

  it('a booking of the line, being done or put off silences it', () => {
    expect(R16.silence(recall().booking('2025-09-01T10:00Z', de), '2025-06-30T00:00Z')).toBe('live_booking');
    expect(R16.silence(recall({ doneAt: '2025-06-20T10:00Z' }), '2025-06-30T00:00Z')).toBe('closed');
    expect(R16.silence(recall({ disabledUntil: '2025-07-01' }), '2025-06-30T12:00Z')).toBe('closed');
    expect(R16.fires(recall({ disabledUntil: '2025-07-01' }), '2025-07-01T00:00Z')).toBe('r');
  });
});

describe('R17 RECALL_OVERDUE (Q59)', () => {
  const R17 = theRule('R17');

  it('from the end of its grace; after sixty days it is a long tail', () => {
    R17.expectFrom(recall(), '2025-07-14T00:00Z');
    expect(R17.findings(recall(), '2025-08-29T12:00Z')[0]?.class).toBe('S2');
    expect(R17.findings(recall(), '2025-08-30T00:00Z')[0]?.class).toBe('S3');
  });

  it('without a date: six months after the last visit, at least three and at most twenty-four (K28)', () => {
    const after = (intervalMonths: number | null, patient = {}) =>
      recall({ dueOn: null, intervalMonths }, patient).visit('2024-08-31T10:00Z', de);
    const since = (person: APerson) => R17.findings(person, '2026-02-01T00:00Z')[0]?.since;
    expect(since(after(null))).toBe(at('2025-03-14T00:00Z'));
    expect(since(after(1))).toBe(at('2024-12-14T00:00Z'));
    expect(since(after(36))).toBeUndefined();
    // Eighteen months for an adult, twelve for a child.
    expect(since(after(18))).toBeUndefined();
    expect(since(after(16))).toBe(at('2026-01-14T00:00Z'));
  });

  it('a type that names a service stands for its line; an unknown one for every line', () => {
    const named = theRule('R17', { services: { clean: { name: 'Cleaning', line: 'Hygiene', specialty: 'DE' } } });
    const person = (type: string) => recall({ type }).visit('2025-06-20T10:00Z', { serviceId: 'clean' });
    expect(named.silence(person('cleaning '), '2025-08-01T00:00Z')).toBe('answered');
    expect(named.silence(person('clean'), '2025-08-01T00:00Z')).toBe('answered');
    expect(named.fires(person('de'), '2025-08-01T00:00Z')).toBe('r');
  });

  it('runs for dental and direct primary care alone', () => {
    expect(R17.silence(recall({ type: 'pt' }), '2025-08-20T00:00Z')).toBe('not_applicable');
    R17.expectFrom(recall({ type: 'dpc' }), '2025-07-30T00:00Z');
  });
});

describe('R19 WEAR_OFF (Q61)', () => {
  const services = {
    toxin: { line: 'Neuro-Toxin', specialty: 'MS', kind: 'treatment' },
    filler: { line: 'HA filler', specialty: 'MS', kind: null },
    talk: { line: 'neurotoxin', specialty: 'MS', kind: 'consult' },
  } as const;
  const R19 = theRule('R19', { services });
  const treated = () => aPerson().visit('2025-01-06T10:00Z', { serviceId: 'toxin' });

  it('sixteen weeks after a neurotoxin treatment', () => {
    R19.expectFrom(treated(), '2025-04-28T00:00Z');
    expect(R19.findings(treated(), '2025-04-28T00:00Z')[0]?.episode).toBe('Neuro-Toxin');
  });

  it('a consult is no treatment; a booking of the family within 180 days silences it', () => {
    R19.expectFrom(treated().visit('2025-02-03T10:00Z', { serviceId: 'talk' }), '2025-04-28T00:00Z');
    expect(R19.silence(treated().booking('2025-06-03T10:00Z', { serviceId: 'talk' }), '2025-04-28T00:00Z')).toBe(
      'live_booking',
    );
    expect(R19.fires(treated().booking('2025-06-03T10:00Z', { serviceId: 'ms' }), '2025-04-28T00:00Z')).toBe(
      'Neuro-Toxin',
    );
  });

  it('a plan of the line closed since ends it (Q44), and a line of no family has no data', () => {
    const closed = treated().plan({
      line: 'neuro-toxin',
      specialty: 'MS',
      startedAt: '2025-01-01T08:00Z',
      closedAt: '2025-01-06T12:00Z',
    });
    expect(R19.silence(closed, '2025-04-28T00:00Z')).toBe('closed');
    expect(R19.silence(aPerson().visit('2024-06-03T10:00Z', { serviceId: 'ms' }), '2025-04-28T00:00Z')).toBe('no_data');
  });
});
