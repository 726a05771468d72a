import { defaultSettings } from '../prepared-practice.js';
import { aPerson, at } from '../testing/a-person.js';
import { aPractice, evaluate } from '../testing/a-practice.js';
import type { Finding } from '../evaluation.js';
import type { MeasuredEffect } from '../ranking/expected-value.js';
import type { CaseChange, CaseSnapshot } from './case.js';
import { closeMergedCase, holdBack, reconcileCase } from './reconcile.js';

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

  it('K23 puts first the reason of which a contact brings most, once that is measured; how urgent the case is stays', () => {
    const effect = (value: number): MeasuredEffect => ({
      ...{ n: 200, effect: value, low: -1, high: 1, asOf: 0 },
      ...{ contact: { hits: 0, of: 100 }, heldBack: { hits: 0, of: 100 } },
    });
    const found = evaluate(practice, lost(), '2025-03-06T12:00Z');
    const lessUrgent = (finding: Finding): Finding => (finding.rule === 'R10' ? { ...finding, class: 'S3' } : finding);
    const evaluation = { ...found, findings: found.findings.map(lessUrgent) };
    const ledBy = (effects: Record<string, MeasuredEffect>) =>
      rowOf(reconcileCase(null, evaluation, { ...context, effects }));
    const byR10 = ledBy({ R10: effect(0.3) });
    expect(byR10.rules).toEqual(['R10', 'R05']);
    expect(byR10.reason).toBe(evaluation.findings.find(({ rule }) => rule === 'R10')?.reason);
    expect([byR10.class, byR10.sortPriority]).toEqual([opened.class, opened.sortPriority]);
    // Measured and brings less than is assumed of the other; of others alone nothing moves.
    expect(ledBy({ R05: effect(-0.1) }).rules).toEqual(['R10', 'R05']);
    expect(ledBy({ R10: effect(0.05) }).rules).toEqual(['R05', 'R10']);
    expect(ledBy({ R21: effect(0.9) })).toEqual(opened);
  });

  it('K23 is never led by what is only watched, however little a contact about the reason brings', () => {
    const found = evaluate(practice, lost(), '2025-03-06T12:00Z');
    const watched = (finding: Finding): Finding => (finding.rule === 'R10' ? { ...finding, kind: 'W' } : finding);
    const evaluation = { ...found, findings: found.findings.map(watched) };
    const none = { hits: 0, of: 100 };
    const R05: MeasuredEffect = { n: 200, effect: -0.1, low: -1, high: 1, asOf: 0, contact: none, heldBack: none };
    expect(rowOf(reconcileCase(null, evaluation, { ...context, effects: { R05 } })).rules).toEqual(['R05', 'R10']);
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

  it('K11 waits where the booking has passed and nobody has said yet what became of it: they may be in the room', () => {
    const live = aPractice({ mode: 'live' });
    const made = { createdAt: '2025-03-06T13:00Z', updatedAt: '2025-03-06T13:00Z' };
    const booked = lost().booking('2025-03-10T10:00Z', { serviceId: 'pt' }, made);
    const before = evaluate(live, lost(), '2025-03-06T12:00Z');
    const existing = rowOf(reconcileCase(null, before, context));
    const resolved = rowOf(reconcileCase(existing, evaluate(live, booked, '2025-03-06T14:00Z'), context));
    const meanwhile = evaluate(live, booked, '2025-03-10T11:00Z');
    expect(meanwhile.findings).toEqual([]);
    expect(reconcileCase(resolved, meanwhile, context).change).toBe('nothing');
    const seen = lost().visit('2025-03-10T10:00Z', { serviceId: 'pt' }, { ...made, updatedAt: '2025-03-10T12:00Z' });
    expect(reconcileCase(resolved, evaluate(live, seen, '2025-03-10T12:30Z'), context)).toMatchObject({
      change: 'close',
      because: 'visited',
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

describe('a case while a source is behind', () => {
  const stale = aPractice({
    mode: 'live',
    settings: { staleSources: [''], rules: defaultSettings('audit').rules },
  });
  const asking = () =>
    lost().with('membership', { id: 'm1', startedAt: '2024-01-01T00:00Z', cancelRequestedAt: '2025-03-06T10:00Z' });

  it('E12 keeps the reasons that wait beside those that are new, the weightiest first', () => {
    const change = reconcileCase(opened, evaluate(stale, asking(), '2025-03-06T12:00Z'), context);
    expect(change.row).toMatchObject({ rules: ['R24', 'R05', 'R10'], class: 'S1', since: opened.since });
    expect(change.row?.reason).toContain('cancel');
    expect(change.events).toMatchObject([{ event: 'reason_added', detail: { rule: 'R24' } }]);
    const fresh = aPractice({ settings: { rules: defaultSettings('audit').rules } });
    const after = reconcileCase(rowOf(change), evaluate(fresh, asking(), '2025-03-06T12:00Z'), context);
    expect(after.events).toEqual([]);
  });

  it('E12 lets a reason go that does not wait', () => {
    const open: CaseSnapshot = { ...opened, rules: ['R24', 'R05'] };
    const change = reconcileCase(open, evaluate(stale, lost().with('payment', failed), '2025-03-06T12:00Z'), context);
    expect(change.row?.rules).toEqual(['R21', 'R05']);
  });
  const failed = { at: '2025-02-20T10:00Z', membershipId: 'm1', status: 'failed', kind: 'charge' } as const;
});

describe('a case that is held for review (K30)', () => {
  const held = rowOf(holdBack(reconcileCase(null, evaluate(practice, lost(), '2025-03-06T12:00Z'), context)));

  it('K30 is stored and not opened; a backlog, and what stands already, is left as it is', () => {
    const opening = reconcileCase(null, evaluate(practice, lost(), '2025-03-06T12:00Z'), context);
    expect(holdBack(opening)).toMatchObject({ row: { state: 'held' }, events: [{ event: 'held' }] });
    const backlog = reconcileCase(null, evaluate(practice, lost(), '2025-03-06T12:00Z'), { ...context, backlog: true });
    expect(holdBack(backlog)).toBe(backlog);
    const kept = reconcileCase(opened, evaluate(practice, lost(), '2025-03-28T12:00Z'), context);
    expect(holdBack(kept)).toBe(kept);
  });

  it('K30 stays held while it is true, and goes away uncounted when it is not', () => {
    const later = reconcileCase(held, evaluate(practice, lost(), '2025-03-28T12:00Z'), context);
    expect(later).toMatchObject({ change: 'keep', row: { state: 'held' } });
    const seen = lost().visit('2025-03-10T10:00Z', { serviceId: 'pt' }, { createdAt: '2025-03-06T13:00Z' });
    const booked = lost().booking('2025-03-10T10:00Z', { serviceId: 'pt' }, { createdAt: '2025-03-06T13:00Z' });
    for (const [person, asOf] of [
      [seen, '2025-03-10T12:00Z'],
      [booked, '2025-03-06T14:00Z'],
    ] as const) {
      const over = reconcileCase(held, evaluate(practice, person, asOf), context);
      expect(over).toMatchObject({ row: { state: 'closed', closing: 'wrong_data' }, events: [{ event: 'discarded' }] });
    }
  });
});

it('K32 a case says which version of each rule made it', () => {
  const { events } = reconcileCase(null, evaluate(practice, lost(), '2025-03-06T12:00Z'), context);
  expect(events[0]?.detail.versions).toEqual(['R05 v1', 'R10 v1']);
  const found = evaluate(practice, lost(), '2025-03-06T12:00Z');
  const newer = (finding: Finding): Finding => (finding.rule === 'R10' ? { ...finding, version: 7 } : finding);
  const made = reconcileCase(null, { ...found, findings: found.findings.map(newer) }, context);
  expect(made.events[0]?.detail.versions).toEqual(['R05 v1', 'R10 v7']);
});

describe('what people said', () => {
  const said = { snoozedUntil: null, stopped: false, closedByStaffAt: null };
  const offTrack = () => evaluate(practice, lost(), '2025-03-06T12:00Z');

  it('E14 opens no case while “not now” or “never” holds, and ends one that came by a merge', () => {
    const stopped = { ...context, said: { ...said, stopped: true } };
    expect(reconcileCase(null, offTrack(), stopped).change).toBe('nothing');
    expect(reconcileCase(opened, offTrack(), stopped)).toMatchObject({ change: 'close', because: 'excluded:E14' });
    expect(reconcileCase(null, offTrack(), { ...context, said }).change).toBe('open');
  });

  it('E07 opens no case before the household has cooled down, and adds to the one that stands', () => {
    const until = at('2025-03-10T00:00Z');
    const cooling = { ...context, said: { ...said, coolUntil: until } };
    expect(reconcileCase(null, offTrack(), cooling).change).toBe('nothing');
    expect(reconcileCase(null, offTrack(), { ...cooling, now: until }).change).toBe('open');
    const known: CaseSnapshot = { ...opened, rules: ['R10'] };
    expect(reconcileCase(known, offTrack(), cooling).events).toMatchObject([{ event: 'reason_added' }]);
    const lostAgain: CaseSnapshot = { ...opened, state: 'resolved' };
    expect(reconcileCase(lostAgain, offTrack(), cooling).change).toBe('reopen');
  });

  it('a case that a person closed is not opened again for what had been found by then', () => {
    const answered = (at_: string) => ({ ...context, said: { ...said, closedByStaffAt: at(at_) } });
    expect(reconcileCase(null, offTrack(), answered('2025-03-06T11:00Z')).change).toBe('nothing');
    expect(reconcileCase(null, offTrack(), answered('2025-03-04T11:00Z')).change).toBe('open');
  });

  it('E09 rests on when a booking is lost again before the snooze ends', () => {
    const resolved: CaseSnapshot = { ...opened, state: 'resolved' };
    const until = (iso: string) => ({ ...context, said: { ...said, snoozedUntil: at(iso) } });
    expect(reconcileCase(resolved, offTrack(), until('2025-04-01T09:00Z')).row?.state).toBe('snoozed');
    expect(reconcileCase(resolved, offTrack(), until('2025-03-06T09:00Z')).row?.state).toBe('open');
  });

  it.each([
    ['R05', 'snoozed'],
    ['R06', 'snoozed'],
    ['R08', 'snoozed'],
    ['R21', 'snoozed'],
    ['R32', 'snoozed'],
    ['R07', 'open'],
    ['R24', 'open'],
    ['R31', 'open'],
  ])('E09 %s, found while the case rests, leaves it %s', (rule, state) => {
    const snoozed: CaseSnapshot = { ...opened, state: 'snoozed', rules: ['R10'] };
    const evaluation = offTrack();
    const [, early] = evaluation.findings;
    const found = { ...evaluation, findings: [early!, { ...early!, rule, since: context.now }] };
    expect(reconcileCase(snoozed, found, context).row?.state).toBe(state);
    // Known before, it does not wake again.
    const known: CaseSnapshot = { ...snoozed, rules: ['R10', rule] };
    expect(reconcileCase(known, found, context).row?.state ?? 'snoozed').toBe('snoozed');
  });

  it('K31 E09 a new loss is recorded and does not wake; a failed payment wakes from its seventh day', () => {
    const snoozed: CaseSnapshot = { ...opened, state: 'snoozed', rules: ['R10'] };
    const kept = reconcileCase(snoozed, offTrack(), context);
    expect([kept.row?.state, kept.events.map(({ event }) => event)]).toEqual(['snoozed', ['reason_added']]);
    const evaluation = offTrack();
    const [first] = evaluation.findings;
    if (first === undefined) throw new Error('no finding');
    const failing = { ...evaluation, findings: [...evaluation.findings, { ...first, rule: 'R21' }] };
    const known: CaseSnapshot = { ...snoozed, rules: [...opened.rules, 'R21'] };
    const on = (days: number) => reconcileCase(known, failing, { ...context, now: first.since + days * 86_400_000 });
    expect([on(6.9).row?.state ?? 'snoozed', on(7).row?.state]).toEqual(['snoozed', 'open']);
  });
});
