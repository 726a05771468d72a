import type { AppointmentStatus } from '@keepwell/domain/records';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { hl7V2 } from './connector.js';
import { readMessage } from './map.js';
import { feedSettings } from './settings.js';

const HEARD = Date.parse('2026-03-02T12:00:00Z');
const at = (text: string) => Date.parse(text);

function read(lines: string[], settings: Record<string, unknown> = {}, statusMap?: Map<string, AppointmentStatus>) {
  const { context } = openTestContext(hl7V2, { settings: { port: 1, timezone: 'Europe/London', ...settings } });
  return readMessage(
    Buffer.from(lines.join('\r')),
    feedSettings({ ...context, ...(statusMap && { statusMap }) }),
    HEARD,
  );
}

const msh = (kind: string, more = '') => `MSH|^~\\&|ENGINE|NORTH|||20260301090000${more}||${kind}|1|P|2.5.1`;
const PID = 'PID|1||7^^^N^MR';
function sch(fields: Record<number, string>): string {
  const all = Array.from({ length: 26 }, (_, n) => fields[n] ?? '');
  all[0] = 'SCH';
  all[2] ||= 'B1';
  all[11] ||= '^^^20260310090000^20260310093000';
  return all.join('|');
}

function booking(
  event: string,
  fields: Record<number, string>,
  more: string[] = [],
  settings = {},
  words?: Map<string, AppointmentStatus>,
) {
  const reading = read([msh(`SIU^${event}`), sch(fields), PID, ...more], settings, words);
  return reading.partials?.find(({ kind }) => kind === 'appointment')?.data as Record<string, unknown>;
}
const patient = (lines: string[], settings = {}) =>
  read([msh('ADT^A08'), ...lines], settings).partials?.find(({ kind }) => kind === 'patient')?.data as Record<
    string,
    unknown
  >;

describe('bookings of SIU', () => {
  const AIS = (status: string) => `AIS|1|A|TREAT^Treatment|||||||${status}`;
  it.each([
    ['S12 alone', 'S12', {}, [], 'booked', 'SIU^S12'],
    ['SCH-25 refines S12', 'S12', { 25: 'Confirmed' }, [], 'confirmed', 'Confirmed'],
    ['S13', 'S13', {}, [], 'booked', 'SIU^S13'],
    ['S14 that says nothing', 'S14', {}, [], undefined, undefined],
    ['S15', 'S15', { 25: 'Booked' }, [], 'cancelled', 'Booked'],
    ['S16', 'S16', {}, [], 'cancelled', 'SIU^S16'],
    ['S17, entered in error', 'S17', { 25: 'Deleted' }, [], 'void', 'Deleted'],
    ['S15 in error', 'S15', { 6: 'EIE^Entered in error' }, [], 'void', 'SIU^S15'],
    ['an unknown word is kept and not guessed', 'S14', { 25: 'Zzz' }, [], 'unknown', 'Zzz'],
    ['no-show 1: the event, whatever SCH-25 says', 'S26', { 25: 'Booked' }, [], 'no_show', 'Booked'],
    ['no-show 2: SCH-25', 'S14', { 25: 'Noshow' }, [], 'no_show', 'Noshow'],
    ['no-show 3: a cancellation with such a reason', 'S15', { 6: 'DNA^Did not attend' }, [], 'no_show', 'SIU^S15'],
    ['no-show 4: a change with a local word', 'S14', { 25: 'Did Not Attend' }, [], 'no_show', 'Did Not Attend'],
    ['no-show 5: the status of a resource', 'S14', {}, [AIS('No Show')], 'no_show', 'No Show'],
    ['no-show 6: a cancellation whose SCH-25 says so', 'S15', { 25: 'No-show' }, [], 'no_show', 'No-show'],
    ['no-show 7: a change with such a reason', 'S14', { 6: 'NOSHOW', 25: 'Booked' }, [], 'no_show', 'Booked'],
    ['SCH-25 before the resource', 'S14', { 25: 'Booked' }, [AIS('Noshow')], 'booked', 'Booked'],
    ['arrived', 'S14', { 25: 'Arrived' }, [], 'arrived', 'Arrived'],
    ['complete', 'S14', { 25: 'Complete' }, [], 'completed', 'Complete'],
    ['a service taken off cancels no booking', 'S20', {}, [], undefined, undefined],
  ])('%s', (_, event, fields, more, status, word) => {
    const data = booking(event as string, fields as Record<number, string>, more as string[]);
    expect([data.status, data.rawStatus]).toEqual([status, word]);
  });

  it('take a connection’s own words for statuses and reasons', () => {
    expect(booking('S14', { 25: 'XYZ' }, [], {}, new Map([['xyz', 'completed']])).status).toBe('completed');
    const reasons = 'PX17 = no_show\nPX18 = clinic';
    expect(booking('S15', { 6: 'PX17' }, [], { reasons }).status).toBe('no_show');
    expect(booking('S15', { 6: 'PX18^Ill' }, [], { reasons })).toMatchObject({
      cancelledBy: 'clinic',
      cancelReason: 'Ill',
    });
    expect(booking('S17', {}, [], { deleted_means: 'cancelled' }).status).toBe('cancelled');
  });

  it.each([
    [
      'TQ1 first',
      { 11: '^^^20260310100000' },
      ['TQ1|1||||||20260311090000|20260311094500'],
      '2026-03-11T09:00Z',
      '2026-03-11T09:45Z',
    ],
    ['SCH-11', { 11: '^^30^20260310090000^20260310093000' }, [], '2026-03-10T09:00Z', '2026-03-10T09:30Z'],
    ['length by SCH-9 in minutes', { 9: '45', 11: '^^^20260310090000' }, [], '2026-03-10T09:00Z', '2026-03-10T09:45Z'],
    ['length in hours', { 9: '1', 10: 'hr', 11: '^^^20260310090000' }, [], '2026-03-10T09:00Z', '2026-03-10T10:00Z'],
    [
      'length in seconds',
      { 9: '1800', 10: 's', 11: '^^^20260310090000' },
      [],
      '2026-03-10T09:00Z',
      '2026-03-10T09:30Z',
    ],
    ['the resource', { 11: ' ' }, ['AIS|1|A|T|20260310090000|||20|min'], '2026-03-10T09:00Z', '2026-03-10T09:20Z'],
    ['summer time of the zone', { 11: '^^^20260710090000' }, [], '2026-07-10T08:00Z', null],
    ['its own offset', { 11: '^^^20260310090000-0500' }, [], '2026-03-10T14:00Z', null],
    ['an hour that is missing', { 11: '^^^20260329013000' }, [], '2026-03-29T01:30Z', null],
    ['an hour that comes twice', { 11: '^^^20261025013000' }, [], '2026-10-25T00:30Z', null],
    ['a date alone', { 11: '^^^20260710' }, [], '2026-07-09T23:00Z', null],
  ])('begin and end: %s', (_, fields, more, startsAt, endsAt) => {
    const data = booking('S12', fields as Record<number, string>, more as string[]);
    expect([data.startsAt, data.endsAt]).toEqual([
      at(startsAt as string),
      endsAt === null ? null : at(endsAt as string),
    ]);
  });

  it('MSH-7 carries the zone of a message, or the zone that is meant on that day', () => {
    const starts = (more: string) => {
      const { partials = [] } = read([msh('SIU^S12', more), sch({ 11: '^^^20260710090000' }), PID]);
      const data: object = partials.find(({ kind }) => kind === 'appointment')?.data ?? {};
      return 'startsAt' in data ? data.startsAt : null;
    };
    expect(starts('+0215')).toBe(at('2026-07-10T06:45Z'));
    // London in March is at +0000: what is meant is London, which is not so in July.
    expect(starts('+0000')).toBe(at('2026-07-10T08:00Z'));
  });

  it('name who, where and what, each scoped as far as it is unique', () => {
    const more = ['AIP|1|A|D7^Miller^Sam^^^Dr', 'AIL|1|A|Room 1^^^SITE', 'AIS|1|A|TREAT^Treatment'];
    expect(booking('S12', {}, more)).toMatchObject({
      patientId: 'N/7',
      practitionerId: 'D7',
      locationId: 'SITE/Room 1',
      serviceId: 'TREAT',
    });
  });

  it('of a class are one for each patient', () => {
    const reading = read([msh('SIU^S12'), sch({}), PID, 'PV1|1|O', 'PID|2||8^^^N^MR', 'RGS|1', 'AIS|1|A|YOGA']);
    const ids = reading.partials?.flatMap(({ kind, id, data }) =>
      kind === 'appointment' ? [[id, (data as { classId: string }).classId]] : [],
    );
    expect(ids).toEqual([
      ['NORTH/B1#N/7', 'NORTH/B1'],
      ['NORTH/B1#N/8', 'NORTH/B1'],
    ]);
  });

  it('without a number are put aside; blocked time is nobody’s', () => {
    expect(read([msh('SIU^S12'), 'SCH||', PID])).toMatchObject({
      outcome: 'unreadable',
      unreadable: [{ code: 'booking_without_number' }],
    });
    expect(read([msh('SIU^S12'), sch({ 25: 'Blocked' })])).toMatchObject({ outcome: 'ignored' });
    expect(read([msh('SIU^S23'), sch({})])).toMatchObject({ outcome: 'ignored' });
  });
});

describe('patients of ADT', () => {
  it('keep what retention needs, and nothing that is not said', () => {
    expect(
      patient([
        'PID|1|old|8^^^OTHER^PI~7^^^N^MR||Example^Ada^M^^^^L~Alias^A||19800101|F||W|1 Way^^Town|||(02)555^WPN|en||||||||||||||',
        'PD1|||||||||||01',
      ]),
    ).toEqual({
      familyName: 'Example',
      givenName: 'Ada',
      birthDate: '1980-01-01',
      phone: '(02)555',
      language: 'en',
      doNotContact: true,
    });
  });

  it.each([
    ['0766611111^MOBILE~0201^HOME~a@example.com^EMAIL', '0766611111', 'a@example.com'],
    ['0201^PRN^PH~0766622222^PRN^CP', '0766622222', undefined],
    ['^PRN^CP^^44^20^79460001', '+44 20 79460001', undefined],
    ['^NET^Internet^b@example.com', undefined, 'b@example.com'],
    ['""', null, undefined],
    ['', undefined, undefined],
  ])('are reached as XTN %s says', (xtn, phone, email) => {
    const data = patient([`PID|1||7^^^N^MR||||||||||${xtn}`]);
    expect([data.phone, data.email]).toEqual([phone, email]);
  });

  it('die by PID-30, by PID-29, and not by silence', () => {
    const died = (when: string, flag: string) =>
      patient([`PID|1||7^^^N^MR${'|'.repeat(26)}${when}|${flag}`]).deceasedAt;
    expect(died('20260201', 'Y')).toBe(at('2026-02-01T00:00Z'));
    expect(died('', 'Y')).toBe(at('2026-03-01T09:00Z'));
    expect(died('20260201', '')).toBe(at('2026-02-01T00:00Z'));
    expect(died('', 'N')).toBeNull();
    expect(died('', '')).toBeUndefined();
  });

  it('are known by the number that the connection names, and by the sender’s where nobody gives it', () => {
    const pid = 'PID|1||1^^^NHS^NH~2^^^N^MR~3';
    const id = (settings: object) => read([msh('ADT^A08'), pid], { ...settings }).partials?.[0]?.id;
    expect(id({})).toBe('N/2');
    expect(id({ patient_number: 'nhs' })).toBe('NHS/1');
    expect(read([msh('ADT^A08'), 'PID|1||3']).partials?.[0]?.id).toBe('NORTH/3');
    expect(read([msh('ADT^A08'), 'PID|1||3'], { facilities: 'north = South' }).partials?.[0]?.id).toBe('South/3');
  });

  it('X-22 two of them in a message about one are neither', () => {
    expect(read([msh('ADT^A08'), PID, 'PID|2||666'])).toMatchObject({
      outcome: 'unreadable',
      unreadable: [{ code: 'second_patient' }],
    });
  });

  it.each(['A18', 'A30', 'A34', 'A36', 'A40', 'A47'])('merge by %s, and wait for all before', (event) => {
    const reading = read([msh(`ADT^${event}`), PID, 'MRG|8^^^N^MR']);
    expect(reading.order).toBe('all');
    expect(reading.partials).toContainEqual({
      kind: 'patient',
      id: 'N/8',
      createdAt: null,
      data: { mergedInto: 'N/7' },
    });
  });

  it.each(['ADT^A24', 'ADT^A37', 'ADT^A02', 'BAR^P01', 'ORU^R01', 'MDM^T02'])('are told nothing by %s', (kind) => {
    expect(read([msh(kind), PID])).toMatchObject({
      outcome: 'ignored',
      partials: [],
      reason: expect.stringMatching(/./),
    });
  });

  it('book where a practice has no SIU: A05 is a booking, A38 its end', () => {
    const visit = (event: string, settings: object) =>
      read([msh(`ADT^${event}`), PID, `PV1|1|O${'|'.repeat(17)}V1`, 'PV2||||||||20260310090000'], {
        ...settings,
      }).partials?.find(({ kind }) => kind === 'appointment');
    expect(visit('A05', {})).toBeUndefined();
    expect(visit('A05', { visits: 'make' })).toMatchObject({
      id: 'NORTH/V1',
      data: { status: 'booked', startsAt: at('2026-03-10T09:00Z') },
    });
    expect(visit('A38', { visits: 'make' })).toMatchObject({ data: { status: 'cancelled' } });
    expect(visit('A04', { visits: 'ignore' })).toBeUndefined();
  });
});

describe('money of DFT', () => {
  const ft1 = (type: string, amount: string, more = '') =>
    `FT1|1|T${type}||20260228|20260301|${type}|99213|||1|${amount}${more}`;
  it('is charges, payments and adjustments in minor units', () => {
    const reading = read(
      [
        msh('DFT^P03'),
        PID,
        ft1('CG', '150.00&GBP'),
        ft1('PY', '20.5'),
        ft1('AJ', '-3'),
        ft1('CG', '', '|12.50').replace('|1||', '|2||'),
      ],
      { currency: 'EUR' },
    );
    const money = reading.partials?.flatMap(({ kind, id, data }) =>
      kind === 'payment' ? [{ id, ...(data as object) }] : [],
    );
    expect(money).toMatchObject([
      {
        id: 'NORTH/TCG',
        patientId: 'N/7',
        at: at('2026-02-28T00:00Z'),
        amountMinor: 15_000,
        currency: 'GBP',
        kind: 'charge',
      },
      { id: 'NORTH/TPY', amountMinor: 2_050, currency: 'EUR', kind: 'payment' },
      { amountMinor: -300, kind: 'adjustment' },
      { amountMinor: 2_500, kind: 'charge' },
    ]);
  });

  it('is put aside line by line where it cannot be read', () => {
    const reading = read([msh('DFT^P03'), PID, ft1('CG', 'many'), ft1('ZZ', '5'), ft1('CG', '5')]);
    expect(reading.unreadable.map(({ code }) => code)).toEqual(['amount_unreadable', 'charge_type_unknown']);
    expect(read([msh('DFT^P03'), PID, ft1('CG', '')])).toMatchObject({ outcome: 'ignored' });
  });
});

it('a sender’s clock that runs ahead tells no time', () => {
  expect(read([msh('ADT^A08').replace('20260301', '20990301'), PID]).at).toBeNull();
});
