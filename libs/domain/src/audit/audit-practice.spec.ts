import { defaultSettings } from '../prepared-practice.js';
import { aPerson, at, type APerson } from '../testing/a-person.js';
import { practiceFacts } from '../testing/a-practice.js';
import { auditPractice, type AuditOptions } from './audit-practice.js';

const pt = { serviceId: 'pt' };
const facts = practiceFacts({ locations: { main: { timezone: 'Europe/London' } } });
const plan = {
  line: 'pt',
  intervalDays: 3,
  prescribedVisits: 10,
  startedAt: '2025-03-03T08:00Z',
  specialty: 'PT',
} as const;

function audit(persons: APerson[], asOf = '2025-03-07T12:00Z', more: Partial<AuditOptions<string>> = {}) {
  return auditPractice(
    { practice: facts, persons: persons.map((person) => person.facts) },
    { asOf: at(asOf), settings: defaultSettings('audit'), source: 'here', ...more },
  );
}

const early = aPerson('early')
  .plan({ ...plan, id: 'k' })
  .visit('2025-03-03T10:00Z', pt);
const noShow = aPerson('noShow')
  .plan({ ...plan, id: 'l' })
  .visit('2025-03-03T10:00Z', pt)
  .noShow('2025-03-05T10:00Z', pt);
const inferred = aPerson('inferred').visit('2025-03-03T10:00Z', pt);
const inferredLater = aPerson('inferredLater').visit('2025-03-04T10:00Z', pt);
const refused = aPerson('refused', { doNotContact: true, hold: 'dispute' }).visit('2025-03-03T10:00Z', pt);
const booked = aPerson('booked', { phone: null }).visit('2025-03-03T10:00Z', pt).booking('2025-03-14T10:00Z', pt);

describe('an audit', () => {
  const report = audit([booked, inferred, refused, early, inferredLater, noShow]);

  it('counts patients by state, adding up to all (Q85)', () => {
    expect(report.patients).toEqual({
      total: 6,
      contactable: 4,
      byState: { on_track: 1, watch: 0, off_track: 4, lapsed: 0, excluded: 1, done: 0 },
    });
  });

  it('S2-10 keeps off-track and at risk apart: other rules, other counts', () => {
    // Seen four times: too late for an early drop, too soon for a cadence or a hiatus; only the front desk missed a step.
    const watched = ['02-24', '02-26', '02-28', '03-03'].reduce(
      (person, day) => person.visit(`2025-${day}T10:00Z`, pt),
      aPerson('watched'),
    );
    const { patients, findings, offTrack } = audit([watched, early], '2025-03-07T12:00Z');
    expect(patients.byState).toMatchObject({ watch: 1, off_track: 1 });
    expect(findings.filter(({ patientId }) => patientId === 'watched').map(({ rule }) => rule)).toEqual(['R02']);
    expect(offTrack.map(({ patientId }) => patientId)).toEqual(['early']);
  });

  it('lists the strongest first: class, number of O rules, newest since, id (Q84)', () => {
    expect(report.offTrack.map(({ patientId, rules }) => `${patientId} ${rules.join('+')}`)).toEqual([
      'noShow R06+R10+R01',
      'early R10+R01',
      'inferredLater R10',
      'inferred R10',
    ]);
  });

  it('names findings of every patient who is not excluded, sorted (Q07)', () => {
    expect(report.findings).toEqual([
      { patientId: 'early', rule: 'R01', episode: 'k' },
      { patientId: 'early', rule: 'R10', episode: 'k' },
      { patientId: 'inferred', rule: 'R10', episode: 'pt' },
      { patientId: 'inferredLater', rule: 'R10', episode: 'pt' },
      { patientId: 'noShow', rule: 'R01', episode: 'l' },
      { patientId: 'noShow', rule: 'R06', episode: 'l' },
      { patientId: 'noShow', rule: 'R10', episode: 'l' },
    ]);
    expect(report.rules.filter(({ findings }) => findings > 0).map(({ rule, findings }) => [rule, findings])).toEqual([
      ['R01', 2],
      ['R06', 1],
      ['R10', 4],
    ]);
  });

  it('says who is excluded and why, sorted by id (Q08)', () => {
    expect(report.excluded).toEqual([{ patientId: 'refused', because: ['E02', 'E13'] }]);
  });

  it('prints instants in UTC with milliseconds and the zone of the first location (Q20, Q21)', () => {
    expect(report).toMatchObject({
      schema: 1,
      asOf: '2025-03-07T12:00:00.000Z',
      practice: { timezone: 'Europe/London', locations: 1 },
      source: 'here',
    });
    expect(report.offTrack[0]?.since).toBe('2025-03-05T09:00:00.000Z');
    expect(report.offTrack[0]?.evidence[0]).toMatchObject({
      rule: 'R06',
      checked: ['2 bookings checked, 0 live', 'no other appointment of the line answers the loss'],
    });
  });

  it('says when there is no file of appointments (Q86)', () => {
    expect(
      new Set(audit([early], '2025-03-07T12:00Z', { kinds: ['patient'] }).rules.map(({ noData }) => noData)),
    ).toEqual(new Set([true]));
    // A model is never asked in an audit (Q76, Q86).
    expect(report.rules.filter(({ noData }) => noData).map(({ rule }) => rule)).toEqual(['R34']);
  });

  it('prints the value at risk in major units (Q84)', () => {
    const rich = aPerson('rich')
      .visit('2025-03-03T10:00Z', pt)
      .with('package', { unitsTotal: 3, unitsUsed: 2, priceMinor: 10_000, currency: 'GBP' });
    expect(audit([rich]).offTrack[0]?.valueAtRisk).toEqual({ amount: '33.33', currency: 'GBP' });
    const yen = aPerson('yen').visit('2025-03-03T10:00Z', pt).with('membership', { priceMinor: 5000, currency: 'JPY' });
    expect(audit([yen]).offTrack[0]?.valueAtRisk).toEqual({ amount: '60000.00', currency: 'JPY' });
  });

  it('finds twins among all persons (Q42)', () => {
    const details = { birthDate: '1980-02-29', phone: '01632 960001' };
    const one = aPerson('one', details).visit('2025-03-03T10:00Z', pt);
    const other = aPerson('other', details).booking('2025-04-03T10:00Z', pt);
    expect(audit([one, other]).excluded).toEqual([{ patientId: 'one', because: ['E10'] }]);
  });

  it('a minor twin counts only with a guardian, who may live with the twin alone (Q39, Q42)', () => {
    const details = { birthDate: '2012-02-29', phone: '01632 960001' };
    const one = aPerson('one', { ...details, householdId: 'h1' }).visit('2025-03-03T10:00Z', pt);
    const other = aPerson('other', { ...details, householdId: 'h2' }).booking('2025-04-03T10:00Z', pt);
    const parents = [aPerson('x', { householdId: 'h1' }), aPerson('y', { householdId: 'h2' })];
    expect(audit([one, other, ...parents]).excluded).toEqual([{ patientId: 'one', because: ['E10'] }]);
    expect(audit([one, other, parents[0]!]).excluded).toEqual([{ patientId: 'other', because: ['E05'] }]);
  });

  it('a rule switched off finds nothing', () => {
    const settings = defaultSettings('audit');
    settings.rules.R10 = { mode: 'off', parameters: {} };
    expect(audit([early], '2025-03-07T12:00Z', { settings }).findings.map(({ rule }) => rule)).toEqual(['R01']);
  });
});
