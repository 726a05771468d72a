import { aPerson, type APerson } from '../../testing/a-person.js';
import { theRule } from '../../../../../test/support/a-rule.js';

const membership = { id: 'm', startedAt: '2025-01-06T08:00Z' } as const;
const member = (more = {}): APerson => aPerson().with('membership', { ...membership, ...more });

describe('R21 PAYMENT_FAILED (Q63)', () => {
  const R21 = theRule('R21');
  const charge = { kind: 'charge', membershipId: 'm' } as const;
  const failed = (person = member(), at = '2025-03-03T10:00Z') =>
    person.with('payment', { ...charge, at, status: 'failed' });

  it('from the third day after the first failure since the last success', () => {
    R21.expectFrom(failed(), '2025-03-06T00:00Z');
    R21.expectFrom(failed(failed(), '2025-03-05T10:00Z'), '2025-03-06T00:00Z');
    const paidBefore = failed(member().with('payment', { ...charge, at: '2025-02-03T10:00Z', status: 'succeeded' }));
    R21.expectFrom(paidBefore, '2025-03-06T00:00Z');
  });

  it('a success at or after the failure ends it', () => {
    const paid = failed().with('payment', { ...charge, at: '2025-03-03T10:00Z', status: 'succeeded' });
    expect(R21.silence(paid, '2025-03-10T00:00Z')).toBe('answered');
  });

  it('the end of the membership ends it, a cancel for later does not', () => {
    expect(R21.silence(failed(member({ endsAt: '2025-03-05T00:00Z' })), '2025-03-10T00:00Z')).toBe('closed');
    expect(R21.silence(failed(member({ status: 'cancelled' })), '2025-03-10T00:00Z')).toBe('closed');
    expect(R21.fires(failed(member({ status: 'cancelled', endsAt: '2025-04-01T00:00Z' })), '2025-03-10T00:00Z')).toBe(
      'm',
    );
  });

  it('counts any charge of a person with an open program, and nobody else’s single payments', () => {
    const single = (person: APerson) =>
      person.with('payment', { kind: 'charge', at: '2025-03-03T10:00Z', status: 'failed' });
    const program = { id: 'g', startedAt: '2025-01-06T08:00Z' };
    R21.expectFrom(single(aPerson().with('program', program)), '2025-03-06T00:00Z');
    expect(R21.silence(single(aPerson()), '2025-03-10T00:00Z')).toBe('no_data');
    const two = aPerson()
      .with('program', { ...program, id: 'h' })
      .with('program', program);
    expect(R21.fires(single(two), '2025-03-10T00:00Z')).toBe('h');
    const other = aPerson()
      .with('program', program)
      .with('program', { ...program, id: 'h' });
    expect(R21.fires(single(other), '2025-03-10T00:00Z')).toBe('h');
  });

  it('says the class of the refusal and never the code', () => {
    const person = member().with('payment', {
      ...charge,
      at: '2025-03-03T10:00Z',
      status: 'failed',
      failureCode: 'card_declined_expired_99',
    });
    expect(R21.findings(person, '2025-03-10T00:00Z')[0]?.reason).toBe(
      'A charge of the membership failed on 2025-03-03 (the card has expired); tried once, not paid since.',
    );
  });
});

describe('R22 CARD_EXPIRING (Q64)', () => {
  const R22 = theRule('R22');

  it('thirty days before, or when the next charge comes later', () => {
    R22.expectFrom(member({ cardExpiresOn: '2025-04-30' }), '2025-03-31T00:00Z');
    expect(R22.fires(member({ cardExpiresOn: '2025-04-30', renewsAt: '2025-05-01T08:00Z' }), '2025-02-01T00:00Z')).toBe(
      'm',
    );
    expect(R22.fires(member({ cardExpiresOn: '2025-04-30', renewsAt: '2025-04-30T08:00Z' }), '2025-02-01T00:00Z')).toBe(
      '',
    );
  });

  it('holds since a day that has come, though nothing says when the membership was written or began', () => {
    const bare = member({ startedAt: null, cardExpiresOn: '2025-08-30', renewsAt: '2025-09-01T08:00Z' });
    const since = (on: string) => new Date(R22.findings(bare, on)[0]!.since).toISOString();
    expect(since('2025-02-01T10:00Z')).toBe('2025-02-01T00:00:00.000Z');
    expect(since('2025-08-02T10:00Z')).toBe('2025-07-31T00:00:00.000Z');
  });

  it('is silent about memberships that have ended', () => {
    expect(R22.silence(member({ cardExpiresOn: '2025-04-30', status: 'expired' }), '2025-04-20T00:00Z')).toBe('closed');
    expect(R22.fires(member({ cardExpiresOn: '2025-04-30', status: 'past_due' }), '2025-04-20T00:00Z')).toBe('m');
  });
});

describe('R23 MEMBER_UNDERUSING (Q65)', () => {
  const R23 = theRule('R23');

  it('45 days after the last visit, and not before the sixtieth day', () => {
    R23.expectFrom(member().visit('2025-02-10T10:00Z', { serviceId: 'mb' }), '2025-03-27T00:00Z');
    R23.expectFrom(member(), '2025-03-07T00:00Z');
  });

  it('a member of direct primary care is left 120 days', () => {
    R23.expectFrom(member({ specialty: 'DPC' }), '2025-05-06T00:00Z');
    R23.expectFrom(member().visit('2025-01-07T10:00Z', { serviceId: 'dpc' }), '2025-05-07T00:00Z');
  });

  it('a message from the member counts as use, one to them does not', () => {
    R23.expectFrom(member().with('communication', { at: '2025-03-01T10:00Z', direction: 'in' }), '2025-04-15T00:00Z');
    R23.expectFrom(member().with('communication', { at: '2025-03-01T10:00Z', direction: 'out' }), '2025-03-07T00:00Z');
  });

  it('a booking of any line silences it; only an active membership is looked at', () => {
    expect(R23.silence(member().booking('2025-04-20T10:00Z', { serviceId: 'pt' }), '2025-04-01T00:00Z')).toBe(
      'live_booking',
    );
    expect(R23.silence(member({ status: 'paused' }), '2025-04-01T00:00Z')).toBe('closed');
  });
});

describe('R24 CANCEL_INTENT (Q66, Q102)', () => {
  const R24 = theRule('R24');

  it('fires at once and until the membership has ended', () => {
    R24.expectFrom(member({ cancelRequestedAt: '2025-03-03T10:00Z' }), '2025-03-03T10:00Z');
    expect(
      R24.fires(member({ cancelRequestedAt: '2025-03-03T10:00Z', endsAt: '2025-04-01T00:00Z' }), '2025-03-31T23:00Z'),
    ).toBe('m');
    expect(
      R24.fires(member({ cancelRequestedAt: '2025-03-03T10:00Z', endsAt: '2025-04-01T00:00Z' }), '2025-04-01T00:00Z'),
    ).toBe('');
  });

  it('a message counts thirty days, for the one active membership or for nobody’s', () => {
    const asked = (person: APerson) =>
      person.with('communication', { at: '2025-03-03T10:00Z', kind: 'pause_request', direction: 'in' });
    R24.expectFrom(asked(member()), '2025-03-03T10:00Z');
    expect(R24.fires(asked(member()), '2025-04-02T23:59Z')).toBe('m');
    expect(R24.fires(asked(member()), '2025-04-03T00:00Z')).toBe('');
    expect(R24.fires(asked(aPerson()), '2025-03-04T00:00Z')).toBe('-');
    expect(
      R24.fires(asked(member().with('membership', { id: 'n', startedAt: '2025-01-06T08:00Z' })), '2025-03-04T00:00Z'),
    ).toBe('-');
  });

  it('one finding for one membership, however often it was asked', () => {
    const person = member({ cancelRequestedAt: '2025-03-03T10:00Z' }).with('communication', {
      at: '2025-03-01T10:00Z',
      kind: 'cancel_request',
    });
    const [finding, ...more] = R24.findings(person, '2025-03-04T00:00Z');
    expect(more).toEqual([]);
    expect(finding?.facts.map(({ kind }) => kind)).toEqual(['communication', 'membership']);
  });
});

describe('R25 PAUSE_ENDING (Q67)', () => {
  const R25 = theRule('R25');
  const paused = () => member({ status: 'paused', pausedUntil: '2025-03-20T00:00Z' });

  it('from a week before the end of the pause until its day', () => {
    R25.expectFrom(paused(), '2025-03-13T00:00Z');
    expect(R25.fires(paused(), '2025-03-20T23:00Z')).toBe('m');
    expect(R25.silence(paused(), '2025-03-21T00:00Z')).toBe('closed');
  });

  it('a booking of any line silences it', () => {
    expect(R25.silence(paused().booking('2025-04-01T10:00Z', { serviceId: 'pt' }), '2025-03-14T00:00Z')).toBe(
      'live_booking',
    );
  });
});
