import type { PlaceholderMark } from '../facts.js';
import { aPerson, type APerson } from '../testing/a-person.js';
import { aPractice, evaluate, firing, onlyRules } from '../testing/a-practice.js';

/** Monday, 3 March 2025; the clinic opens on weekdays at 09:00 UTC. */
const byWord: PlaceholderMark = { source: '', by: 'word', value: 'pencilled in' };
const byService: PlaceholderMark = { source: '', by: 'service', value: 'hold' };
const services = { hold: { line: 'pt', kind: 'treatment', specialty: 'PT' } } as const;
const pencilled = { serviceId: 'pt', rawStatus: ' Pencilled in ' };
const NOON = '2025-03-10T12:00Z';

const asked = (
  rules: string[],
  person: APerson,
  placeholders: PlaceholderMark[] = [byWord, byService],
  mode: 'live' | 'audit' = 'live',
  asOf = NOON,
): string => firing(aPractice({ services, placeholders, settings: { ...onlyRules(...rules), mode } }), person, asOf);

const planned = (): APerson =>
  aPerson()
    .plan({
      id: 'k',
      line: 'pt',
      specialty: 'PT',
      prescribedVisits: 10,
      intervalDays: 7,
      startedAt: '2025-02-24T08:00Z',
    })
    .visit('2025-02-25T10:00Z', { serviceId: 'pt' });

describe('S3-45 a booking that only holds a place', () => {
  it('S3-45 is no next booking, by the word of its status or by its service', () => {
    expect(asked(['R01'], planned().booking('2025-03-17T10:00Z', { serviceId: 'pt' }))).toBe('');
    expect(asked(['R01'], planned().booking('2025-03-17T10:00Z', pencilled))).toBe('R01');
    expect(asked(['R01'], planned().booking('2025-03-17T10:00Z', { serviceId: 'hold' }))).toBe('R01');
  });

  it('S3-45 answers no loss, and is not lost itself', () => {
    const lost = () => planned().cancel('2025-03-04T10:00Z', '2025-03-03T10:00Z', { serviceId: 'pt' });
    const later = { createdAt: '2025-03-03T11:00Z' };
    expect(asked(['R05'], lost().booking('2025-06-02T10:00Z', { serviceId: 'pt' }, later))).toBe('');
    expect(asked(['R05'], lost().booking('2025-06-02T10:00Z', pencilled, later))).toBe('R05');
    const requested = (more: object) =>
      lost().with(
        'appointment',
        { startsAt: '2025-06-02T10:00Z', status: 'proposed', pendingRequest: true, ...more },
        {
          createdAt: '2025-03-07T11:00Z',
        },
      );
    expect(asked(['R05'], requested({ serviceId: 'pt' }), undefined, 'live', '2025-03-07T12:00Z')).toBe('');
    expect(asked(['R05'], requested(pencilled), undefined, 'live', '2025-03-07T12:00Z')).toBe('R05');
    const given = planned().cancel('2025-03-04T10:00Z', '2025-03-03T10:00Z', { serviceId: 'hold' });
    expect(asked(['R05', 'R06'], given.noShow('2025-03-05T10:00Z', pencilled))).toBe('');
  });

  it('S3-45 passed without a word is nothing that still waits for an outcome; whoever came has come', () => {
    const passed = (status: 'booked' | 'unknown') =>
      planned().with('appointment', { ...pencilled, startsAt: '2025-03-07T10:00Z', status });
    expect(asked(['R01'], passed('booked'))).toBe('R01');
    expect(asked(['R01'], passed('unknown'))).toBe('R01');
    const came = planned().visit('2025-03-07T10:00Z', pencilled);
    expect(asked(['R01'], came)).toBe('');
    expect(evaluate(aPractice({ placeholders: [byWord], mode: 'live' }), came, NOON).lastVisitOn).toBe('2025-03-07');
  });

  it('S3-45 is told with the evidence and in no next booking', () => {
    const practice = aPractice({ placeholders: [byWord], settings: { ...onlyRules('R01'), mode: 'live' } });
    const answer = evaluate(practice, planned().booking('2025-03-17T10:00Z', pencilled), NOON);
    expect(answer.nextBookingAt).toBeNull();
    expect(answer.findings[0]?.checked).toContain('1 of them is a placeholder: nobody has agreed to it yet');
  });

  it('S3-45 is what one source says: the same word of another is an ordinary booking', () => {
    const elsewhere = planned().booking('2025-03-17T10:00Z', pencilled);
    expect(asked(['R01'], elsewhere, [{ ...byWord, source: 'another' }])).toBe('');
  });

  it('S3-45 an audit of a folder knows of no marks', () => {
    expect(asked(['R01'], planned().booking('2025-03-17T10:00Z', pencilled), [byWord], 'audit')).toBe('');
  });

  it('S3-45 E04 does not bring back somebody who moved away', () => {
    const moved = (rawStatus: string | null, status: 'booked' | 'unknown' = 'booked') =>
      aPerson('p1', { movedAwayAt: '2025-03-03T00:00Z' })
        .visit('2025-02-25T10:00Z', { serviceId: 'pt' })
        .booking('2025-03-17T10:00Z', { serviceId: 'pt', rawStatus, status }, { createdAt: '2025-03-05T10:00Z' });
    const practice = aPractice({ placeholders: [byWord], mode: 'live' });
    const excluded = (person: APerson) => evaluate(practice, person, NOON).exclusions.map(({ id }) => id);
    expect([excluded(moved('Confirmed')), excluded(moved('Pencilled in'))]).toEqual([[], ['E04']]);
    expect([excluded(moved(null, 'unknown')), excluded(moved('Pencilled in', 'unknown'))]).toEqual([[], ['E04']]);
  });
});
