import { auditPractice } from '../../audit/audit-practice.js';
import { defaultSettings } from '../../prepared-practice.js';
import { aPerson, at } from '../../testing/a-person.js';
import { aPractice, evaluate, practiceFacts } from '../../testing/a-practice.js';
import { CATALOGUE_RULES, RULES } from '../index.js';

const own = RULES.filter(({ practiceRule }) => practiceRule === true);
const refused = aPerson()
  .with('membership', { id: 'm', startedAt: '2024-06-01T08:00Z', renewsAt: '2025-03-10T08:00Z' })
  .with('payment', { kind: 'charge', membershipId: 'm', at: '2025-03-03T10:00Z', status: 'failed' });

describe('practice rules', () => {
  it('S4-03 S4-04 S4-09 S4-11 S0-07 are numbered apart, wait until switched on, and list nobody as off-track', () => {
    expect(own.map(({ id }) => id)).toEqual(own.map((_, place) => `P${String(place + 1).padStart(2, '0')}`));
    expect(CATALOGUE_RULES.map(({ id }) => id).every((id) => id.startsWith('R'))).toBe(true);
    for (const { id, kind, startsOff } of own) {
      // K11 asks for the outcome of every appointment: housekeeping that nobody has to ask for.
      const starts = id === 'P06' ? [undefined, 'on'] : [true, 'off'];
      expect([id, startsOff, defaultSettings('live').rules[id]?.mode]).toEqual([id, ...starts]);
      expect([id, kind]).not.toEqual([id, 'O']);
    }
  });

  it('are never in an audit, even where the settings switch them on', () => {
    const { rules } = defaultSettings('audit');
    const on = Object.fromEntries(own.map(({ id, defaults }) => [id, { mode: 'on' as const, parameters: defaults }]));
    const report = auditPractice(
      { practice: practiceFacts(), persons: [refused.facts] },
      {
        asOf: at('2025-03-04T10:00Z'),
        settings: { ...defaultSettings('audit'), rules: { ...rules, ...on } },
        source: null,
      },
    );
    expect(report.rules.map(({ rule }) => rule)).toEqual(CATALOGUE_RULES.map(({ id }) => id));
    expect(report.findings.filter(({ rule }) => rule.startsWith('P'))).toEqual([]);
    const audit = aPractice({ settings: { rules: on } });
    const { verdicts } = evaluate(audit, refused, '2025-03-04T10:00Z');
    expect(verdicts.map(({ rule }) => rule)).toEqual(CATALOGUE_RULES.map(({ id }) => id));
  });

  it('come after the catalogue, and run in no practice that does not name them', () => {
    const unnamed = aPractice({ mode: 'live', settings: { rules: {} } });
    const { verdicts, findings } = evaluate(unnamed, refused, '2025-03-04T10:00Z');
    expect(verdicts.map(({ rule }) => rule)).toEqual(RULES.map(({ id }) => id));
    expect(verdicts.filter(({ rule }) => rule.startsWith('P')).map(({ because }) => because)).toEqual(
      own.map(() => 'off'),
    );
    expect(findings.filter(({ rule }) => rule.startsWith('P'))).toEqual([]);
  });
});
