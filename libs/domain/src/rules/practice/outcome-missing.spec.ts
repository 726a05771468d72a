import { theRule } from '../../../../../test/support/a-rule.js';
import { explanationFaults } from '../../proof/explanation-faults.js';
import { aPerson, at, type APerson } from '../../testing/a-person.js';
import { zoneOf } from '../../zones/zone.js';

/** 2025-03-03 is a Monday, open from nine, UTC. */
const pt = { serviceId: 'pt' };
const P06 = theRule('P06', { mode: 'live' });
const passed = (...days: string[]): APerson =>
  days.reduce((person, day) => person.booking(`${day}T10:00Z`, { ...pt, id: day }), aPerson());

describe('K11 P06 OUTCOME_MISSING', () => {
  it('holds from the second open day after the appointment, and is let be after thirty days', () => {
    P06.expectFrom(passed('2025-03-06'), '2025-03-10T09:00Z');
    expect(P06.silence(passed('2025-03-06'), '2025-03-07T12:00Z')).toBe('waiting');
    expect(P06.fires(passed('2025-03-06'), '2025-04-04T23:59Z')).toBe('-');
    expect(P06.silence(passed('2025-03-06'), '2025-04-05T00:00Z')).toBe('not_applicable');
  });

  it('names every appointment of a person once, with nothing but what is on record', () => {
    const person = passed('2025-03-04', '2025-03-06', '2025-03-20').visit('2025-03-05T10:00Z', pt);
    const [finding, ...more] = P06.findings(person, '2025-03-11T12:00Z');
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'V',
      since: at('2025-03-06T09:00Z'),
      reason: 'No outcome is entered for the appointments of 2025-03-04, 2025-03-06.',
    });
    const known = { person: person.facts, asOf: at('2025-03-11T12:00Z'), zones: [zoneOf('UTC')] };
    expect(explanationFaults(finding!, known)).toEqual([]);
  });

  it('ends with the outcome, whatever it is, and makes nobody off-track', () => {
    const missed = passed().noShow('2025-03-06T10:00Z', pt, { updatedAt: '2025-03-12T10:00Z' });
    expect(P06.fires(missed, '2025-03-12T12:00Z')).toBe('');
    expect(P06.fires(passed('2025-03-06').visit('2025-03-06T10:00Z', { ...pt, id: 'x' }), '2025-03-12T12:00Z')).toBe(
      '-',
    );
  });

  it('asks for nothing where the source never tells an outcome (Q28)', () => {
    const silent = theRule('P06', { mode: 'live', aggregates: { sourcesWithoutOutcomes: [''] } });
    expect(silent.fires(passed('2025-03-06'), '2025-03-12T12:00Z')).toBe('');
  });
});
