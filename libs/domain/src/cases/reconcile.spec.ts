import { aPerson, at } from '../testing/a-person.js';
import { aPractice, evaluate } from '../testing/a-practice.js';
import type { CaseChange, CaseSnapshot } from './case.js';
import { closeMergedCase, reconcileCase } from './reconcile.js';

const practice = aPractice();
const context = { now: at('2025-03-06T12:00Z'), warmUp: false, backlog: false };

/** A physio patient who cancelled on Monday 3 March for Tuesday: R05 holds from Wednesday's opening. */
const lost = () =>
  aPerson()
    .visit('2025-02-25T10:00Z', { serviceId: 'pt' })
    .cancel('2025-03-04T10:00Z', '2025-03-03T10:00Z', { serviceId: 'pt' });
const rowOf = ({ row }: CaseChange): CaseSnapshot => {
  if (row === null) throw new Error('no row');
  return row;
};
const opened = rowOf(reconcileCase(null, evaluate(practice, lost(), '2025-03-06T12:00Z'), context));

describe('a case', () => {
  it('opens with the strongest reason first', () => {
    expect(opened).toMatchObject({ state: 'open', class: 'S2', backlog: false, reopenedCount: 0, service: 'pt' });
    expect(opened.rules).toEqual(['R05', 'R10']);
  });

  it('stays untouched while the evaluation says the same', () => {
    const again = reconcileCase(opened, evaluate(practice, lost(), '2025-03-06T12:00Z'), context);
    expect(again).toEqual({ change: 'nothing', because: null, row: null, events: [] });
  });

  it('is opened as backlog at go-live, and not at all while a source warms up (E15, Q98)', () => {
    const evaluation = evaluate(practice, lost(), '2025-03-06T12:00Z');
    expect(reconcileCase(null, evaluation, { ...context, warmUp: true }).change).toBe('nothing');
    const atGoLive = reconcileCase(null, evaluation, { ...context, warmUp: true, backlog: true });
    expect(rowOf(atGoLive).backlog).toBe(true);
  });

  it('is resolved provisionally by a booking, comes back with its history, and closes as returned on a visit (Q101)', () => {
    const booked = lost().booking('2025-03-10T10:00Z', { serviceId: 'pt' }, { createdAt: '2025-03-06T13:00Z' });
    const resolved = reconcileCase(opened, evaluate(practice, booked, '2025-03-06T14:00Z'), context);
    expect(resolved).toMatchObject({ change: 'resolve', because: 'booked', row: { state: 'resolved' } });

    const lostAgain = lost().cancel(
      '2025-03-10T10:00Z',
      '2025-03-07T10:00Z',
      { serviceId: 'pt' },
      { createdAt: '2025-03-06T13:00Z', updatedAt: '2025-03-07T10:00Z' },
    );
    const reopened = reconcileCase(rowOf(resolved), evaluate(practice, lostAgain, '2025-03-12T12:00Z'), context);
    expect(reopened).toMatchObject({
      change: 'reopen',
      row: { state: 'open', reopenedCount: 1, firstOpenedAt: context.now },
    });
    expect(reopened.events.map(({ event }) => event)).toEqual(['reopened']);

    const seen = lost().visit(
      '2025-03-10T10:00Z',
      { serviceId: 'pt' },
      { createdAt: '2025-03-06T13:00Z', updatedAt: '2025-03-10T11:00Z' },
    );
    const returned = reconcileCase(rowOf(resolved), evaluate(practice, seen, '2025-03-10T12:00Z'), context);
    expect(returned).toMatchObject({
      change: 'close',
      because: 'visited',
      row: { state: 'closed', closing: 'returned' },
    });
  });

  it('is only resolved by a booking when the last visit, of another line, was known all along', () => {
    const elsewhere = lost().visit('2025-03-05T15:00Z', { serviceId: 'de' }, { createdAt: '2025-03-01T09:00Z' });
    const open = rowOf(reconcileCase(null, evaluate(practice, elsewhere, '2025-03-06T12:00Z'), context));
    const booked = elsewhere.booking('2025-03-10T10:00Z', { serviceId: 'pt' }, { createdAt: '2025-03-06T13:00Z' });
    const change = reconcileCase(open, evaluate(practice, booked, '2025-03-06T14:00Z'), context);
    expect(change).toMatchObject({ change: 'resolve', because: 'booked', row: { state: 'resolved', closing: null } });
  });

  it('was a mistake when a visit from before it was opened is entered late: nobody returned (K10, K11)', () => {
    const late = lost().visit(
      '2025-03-05T15:00Z',
      { serviceId: 'pt' },
      { createdAt: '2025-03-01T09:00Z', updatedAt: '2025-03-06T13:00Z' },
    );
    const change = reconcileCase(opened, evaluate(practice, late, '2025-03-06T14:00Z'), context);
    expect(change).toMatchObject({ change: 'close', because: 'data_corrected', row: { closing: 'wrong_data' } });
  });

  it('closes when an exclusion holds, and names it', () => {
    const dead = aPerson('p1', { deceasedAt: '2025-03-05T00:00Z' }).visit('2025-02-25T10:00Z', { serviceId: 'pt' });
    const closed = reconcileCase(opened, evaluate(practice, dead, '2025-03-06T12:00Z'), context);
    expect(closed).toMatchObject({ change: 'close', because: 'excluded:E01', row: { closing: 'excluded' } });
    const refused = aPerson('p1', { doNotContact: true });
    expect(reconcileCase(opened, evaluate(practice, refused, '2025-03-06T12:00Z'), context).row?.closing).toBe(
      'do_not_contact',
    );
  });

  it('closes as wrong data when the facts it rested on are gone (K10)', () => {
    const corrected = aPerson().visit('2025-02-26T10:00Z', { serviceId: 'pt' });
    const closed = reconcileCase(opened, evaluate(practice, corrected, '2025-02-27T10:30Z'), context);
    expect(closed).toMatchObject({ change: 'close', because: 'data_corrected', row: { closing: 'wrong_data' } });
  });

  it('stays as it is while a source is behind (E12)', () => {
    const live = aPractice({ mode: 'live', settings: { staleSources: [''] } });
    expect(reconcileCase(opened, evaluate(live, lost(), '2025-03-06T12:00Z'), context).change).toBe('nothing');
  });

  it('adds and removes reasons, and stays snoozed across a new loss (K31)', () => {
    const later = evaluate(practice, lost(), '2025-03-28T12:00Z');
    const change = reconcileCase({ ...opened, state: 'snoozed' }, later, context);
    expect(change).toMatchObject({ change: 'keep', row: { state: 'snoozed' } });
    expect(change.events).toMatchObject([{ event: 'reason_added', detail: { rule: 'R04' } }]);
  });

  it('closes when its record was merged into another (K03)', () => {
    expect(closeMergedCase(opened, context.now)).toMatchObject({ because: 'merged', row: { closing: 'merged' } });
  });
});
