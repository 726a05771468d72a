import { aCallByHand, aPlace, aText, MIDWEEK, someone } from './fixtures/contact-facts.js';
import type {
  ConsentFact,
  ContactBar,
  ContactFacts,
  ContactQuestion,
  PastContact,
  SuppressionFact,
} from './contact.js';
import { mayContact } from './may-contact.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const consent = (more: Partial<ConsentFact>): ConsentFact => ({
  channel: 'any',
  purpose: 'any',
  state: 'denied',
  at: MIDWEEK - DAY,
  expiresAt: null,
  source: 'ledger',
  id: 'c1',
  ...more,
});
const suppression = (more: Partial<SuppressionFact>): SuppressionFact => ({
  id: 's1',
  channel: 'sms',
  scope: 'automated',
  reason: 'stop',
  at: MIDWEEK - DAY,
  ...more,
});
const contact = (more: Partial<PastContact>): PastContact => ({
  personId: 'p1',
  channel: 'sms',
  byHand: false,
  at: MIDWEEK - 30 * 60_000,
  ...more,
});
const threeCalls = [1, 2, 3].map((hours) => contact({ channel: 'call', byHand: true, at: MIDWEEK - hours * HOUR }));

const bars = (question: ContactQuestion, facts: ContactFacts): ContactBar[] =>
  mayContact(question, facts).because.map(({ code }) => code);
const cautions = (facts: ContactFacts): ContactBar[] =>
  mayContact(aCallByHand(), facts).cautions.map(({ code }) => code);

/** Row id, what is known, the bar for the machine, and whether it forbids a call by hand or cautions or neither. */
const TABLE: [string, Partial<ContactFacts>, ContactBar, 'bar' | 'caution' | null][] = [
  ['E01 deceased', { deceased: true }, 'deceased', 'bar'],
  ['E02 do not contact', { doNotContact: true }, 'do_not_contact', 'bar'],
  ['E08 S2-18 a hold', { hold: true }, 'hold', 'bar'],
  ['E05 a minor without a guardian', { minor: { guardianPersonId: null } }, 'minor', 'bar'],
  ...['E01', 'E02', 'E04', 'E05', 'E08', 'E10', 'E13'].map((id): [string, Partial<ContactFacts>, ContactBar, 'bar'] => [
    `${id} excluded`,
    { exclusions: [{ id, says: 'Jane Doe died of …' }] },
    'excluded',
    'bar',
  ]),
  ['E11 held back', { exclusions: [{ id: 'E11', says: '…' }] }, 'excluded', null],
  ['no address', { address: null }, 'no_address', 'bar'],
  ['an address no machine can use', { address: null, addressProblem: 'too short' }, 'address_unusable', 'caution'],
  ['C-04 STOP', { suppressions: [suppression({})] }, 'suppressed', 'caution'],
  ['C-06 legal', { suppressions: [suppression({ scope: 'all', reason: 'legal' })] }, 'suppressed', 'bar'],
  [
    'C-16 wrong number',
    { suppressions: [suppression({ scope: 'channel', reason: 'wrong_number' })] },
    'suppressed',
    'bar',
  ],
  ['E14 not now', { stops: [{ kind: 'not_now', until: MIDWEEK + DAY }] }, 'not_now', 'bar'],
  ['E14 never', { stops: [{ kind: 'never', until: null }] }, 'never', 'bar'],
  ['refused everything', { consents: [consent({})] }, 'consent_denied', 'caution'],
  ['no case', { case: null }, 'case_closed', 'caution'],
  ['a closed case', { case: { state: 'closed', backlog: false, snoozedUntil: null } }, 'case_closed', 'caution'],
  ['E09 snoozed', { case: { state: 'snoozed', backlog: false, snoozedUntil: MIDWEEK + DAY } }, 'snoozed', 'caution'],
  ['X05 booked', { nextBookingAt: MIDWEEK + DAY }, 'booked', 'caution'],
  ['X05 resolved', { case: { state: 'resolved', backlog: false, snoozedUntil: null } }, 'booked', 'caution'],
  ['X08 a source is behind', { staleSources: ['connection-1'] }, 'source_behind', 'caution'],
  ['C-09 a holiday', { whereabouts: aPlace(undefined, { holidays: ['2026-06-03'] }) }, 'holiday', 'caution'],
  ['C-09 at night there', { whereabouts: aPlace(['America/Los_Angeles']) }, 'quiet_hours', 'caution'],
  ['C-11 one today', { contacts: [contact({})] }, 'daily_cap', 'caution'],
  [
    'C-11 three this week',
    { contacts: [1, 2, 6].map((days) => contact({ personId: 'sister', at: MIDWEEK - days * DAY })) },
    'weekly_cap',
    'caution',
  ],
  ['sending is off', { sending: { enabled: false, holds: [] } }, 'sending_off', null],
  ['O-15 held', { sending: { enabled: true, holds: ['blast_radius'] } }, 'on_hold', null],
  ['X16 in hand', { inHandOf: 'u1' }, 'in_hand', null],
];

describe('may we contact', () => {
  it('somebody against whom nothing stands', () => {
    const verdict = mayContact(aText(), someone());
    expect(verdict).toEqual({
      allowed: true,
      because: [],
      cautions: [],
      nextAllowedAt: null,
      restsOn: {
        consentId: null,
        window: 'GB-ENG: 09:00–20:00 Europe/London (clinic)',
        contactsToday: 0,
        contactsThisWeek: 0,
      },
    });
    expect(mayContact(aCallByHand(), someone()).allowed).toBe(true);
  });

  it.each(TABLE)('%s', (_title, known, code, byHand) => {
    const facts = someone(known);
    expect(bars(aText(), facts)).toEqual([code]);
    expect(bars(aCallByHand(), facts)).toEqual(byHand === 'bar' ? [code] : []);
    expect(cautions(facts)).toEqual(byHand === 'caution' ? [code] : []);
  });

  it('S2-18 every reason against is named, not the first alone, and none names the patient', () => {
    const facts = someone(Object.assign({}, ...TABLE.map(([, known]) => known)) as Partial<ContactFacts>);
    const everything = {
      ...facts,
      deceased: true,
      hold: true,
      doNotContact: true,
      exclusions: [{ id: 'E13', says: 'Jane' }],
    };
    const verdict = mayContact(aText(), everything);
    expect(verdict.because.length).toBeGreaterThan(10);
    expect(verdict.allowed).toBe(false);
    for (const { says } of verdict.because) expect(says).not.toMatch(/\d|Jane|@/);
  });

  it('E05 a minor is reached through the guardian', () => {
    expect(bars(aText(), someone({ minor: { guardianPersonId: 'p2' } }))).toEqual([]);
  });

  it('E02 who refused calls by name is not called by hand either; a refusal of texts leaves calls', () => {
    const noCalls = someone({ consents: [consent({ channel: 'call' })] });
    const noTexts = someone({ consents: [consent({ channel: 'sms' })] });
    expect(bars(aCallByHand(), noCalls)).toEqual(['consent_denied']);
    expect(bars(aText(), noCalls)).toEqual([]);
    expect(bars(aCallByHand(), noTexts)).toEqual([]);
    expect(bars(aText(), noTexts)).toEqual(['consent_denied']);
  });

  it('C-12 marketing needs a grant that has not run out; service text needs none', () => {
    const marketing = aText({ purpose: 'marketing' });
    const granted = (expiresAt: number | null) => someone({ consents: [consent({ state: 'granted', expiresAt })] });
    expect(bars(marketing, someone())).toEqual(['consent_missing']);
    expect(bars(marketing, granted(null))).toEqual([]);
    expect(bars(marketing, granted(MIDWEEK + 1))).toEqual([]);
    expect(bars(marketing, granted(MIDWEEK))).toEqual(['consent_missing']);
    expect(mayContact(marketing, granted(null)).restsOn.consentId).toBe('c1');
    expect(bars(aText(), someone({ consents: [consent({ purpose: 'marketing' })] }))).toEqual([]);
  });

  it('C-04 C-06 suppressions by scope: everything, the machine, one channel', () => {
    const email = aText({ channel: 'email' });
    const oneChannel = someone({ suppressions: [suppression({ scope: 'channel', reason: 'landline' })] });
    expect(bars(aText(), oneChannel)).toEqual(['suppressed']);
    expect(bars(email, oneChannel)).toEqual([]);
    expect(bars(email, someone({ suppressions: [suppression({})] }))).toEqual(['suppressed']);
    const wrongNumber = someone({ suppressions: [suppression({ scope: 'channel', reason: 'wrong_number' })] });
    expect(bars(email, wrongNumber)).toEqual([]);
    expect(mayContact(aText(), wrongNumber).because[0]?.rests).toEqual(['s1']);
  });

  it('E14 "not now" ends with its time', () => {
    expect(bars(aCallByHand(), someone({ stops: [{ kind: 'not_now', until: MIDWEEK }] }))).toEqual([]);
  });

  it('C-11 calls by hand count: no fourth within 24 hours to the same patient', () => {
    const facts = someone({ contacts: threeCalls });
    const verdict = mayContact(aCallByHand(), facts);
    expect(verdict.because.map(({ code }) => code)).toEqual(['call_cap']);
    expect(verdict.nextAllowedAt).toBe(MIDWEEK - 3 * HOUR + DAY);
    expect(bars(aCallByHand({ at: verdict.nextAllowedAt! }), facts)).toEqual([]);
    expect(bars(aCallByHand({ at: verdict.nextAllowedAt! - 1 }), facts)).toEqual(['call_cap']);
    expect(bars(aText(), facts)).toEqual([]);
    const sisters = threeCalls.map((call) => ({ ...call, personId: 'sister' }));
    expect(bars(aCallByHand(), someone({ contacts: sisters }))).toEqual([]);
  });

  it("C-11 S3-33 a sister's message of this morning counts for the household", () => {
    const facts = someone({ contacts: [contact({ personId: 'sister', channel: 'email' })] });
    const verdict = mayContact(aText(), facts);
    expect(verdict.because.map(({ code }) => code)).toEqual(['daily_cap']);
    expect(new Date(verdict.nextAllowedAt!).toISOString()).toBe('2026-06-04T08:00:00.000Z');
  });

  it('C-11 the week is seven local days, and room comes with the third newest', () => {
    const facts = someone({ contacts: [2, 4, 6].map((days) => contact({ at: MIDWEEK - days * DAY })) });
    const verdict = mayContact(aText(), facts);
    expect(verdict.restsOn).toMatchObject({ contactsToday: 0, contactsThisWeek: 3 });
    expect(new Date(verdict.nextAllowedAt!).toISOString()).toBe('2026-06-04T08:00:00.000Z');
    const weekAgo = someone({ contacts: [2, 4, 7].map((days) => contact({ at: MIDWEEK - days * DAY })) });
    expect(bars(aText(), weekAgo)).toEqual([]);
  });

  it('T-06 asked late, after the window, it answers when the window opens next', () => {
    const late = aText({ at: Date.parse('2026-06-06T19:00:00Z') });
    const verdict = mayContact(late, someone());
    expect(verdict.because.map(({ code }) => code)).toEqual(['quiet_hours']);
    // Saturday eight in the evening to Monday nine in the morning.
    expect(new Date(verdict.nextAllowedAt!).toISOString()).toBe('2026-06-08T08:00:00.000Z');
    expect(mayContact(aText({ at: verdict.nextAllowedAt! }), someone()).allowed).toBe(true);
  });

  it('says when everything that passes by itself has passed, and null when something does not', () => {
    const passing = someone({
      contacts: [contact({})],
      case: { state: 'snoozed', backlog: false, snoozedUntil: MIDWEEK + 3 * DAY + 12 * HOUR },
    });
    expect(new Date(mayContact(aText(), passing).nextAllowedAt!).toISOString()).toBe('2026-06-08T08:00:00.000Z');
    expect(mayContact(aText(), { ...passing, nextBookingAt: MIDWEEK + DAY }).nextAllowedAt).toBeNull();
    expect(mayContact(aText(), someone({ inHandOf: 'u1' })).nextAllowedAt).toBeNull();
  });
});
