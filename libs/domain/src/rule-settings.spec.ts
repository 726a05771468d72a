import { defaultSettings } from './prepared-practice.js';
import { parameterProblem, ruleNamed, withRuleSettings, type KeptRuleSetting } from './rule-settings.js';
import type { EvaluationSettings } from './settings.js';
import { aPerson } from './testing/a-person.js';
import { aPractice, evaluate, onlyRules } from './testing/a-practice.js';

const pt = { serviceId: 'pt' };
/** Cancelled on Monday 10:00 for Thursday 6 March: R05 from Wednesday 09:00 (2 BD), R18 not for months. */
const lost = (locationId: string | null = null) =>
  ['02-17', '02-19', '02-21', '02-28']
    .reduce((person, day) => person.visit(`2025-${day}T10:00Z`, pt), aPerson(undefined, { locationId }))
    .cancel('2025-03-06T10:00Z', '2025-03-03T10:00Z', pt);
const WEDNESDAY = '2025-03-05T09:00Z';
const THURSDAY = '2025-03-06T09:00Z';

const setting = (rule: string, more: Partial<KeptRuleSetting>): KeptRuleSetting => ({
  ...{ rule, mode: 'on', parameters: {}, location: null },
  ...more,
});
const practiceWith = (...kept: KeptRuleSetting[]) => {
  const base: EvaluationSettings = { ...defaultSettings('audit'), ...onlyRules('R05', 'R06') };
  return aPractice({ settings: withRuleSettings(base, kept), locations: { main: {}, north: {} } });
};
const at = (id: string) => ({ source: '', id });
const found = (practice: ReturnType<typeof practiceWith>, locationId: string | null, when: string) => {
  const { findings, shadow } = evaluate(practice, lost(locationId), when);
  return [findings.map(({ rule }) => rule).join(' '), shadow.map(({ rule }) => rule).join(' ')];
};

describe('a rule in shadow', () => {
  const practice = practiceWith(setting('R05', { mode: 'shadow' }));

  it('X22 says what it would say and lists nobody', () => {
    const answer = evaluate(practice, lost(), WEDNESDAY);
    const [finding] = answer.shadow;
    expect(answer).toMatchObject({ state: 'on_track', findings: [], since: null });
    expect(finding).toMatchObject({ rule: 'R05', class: 'S2' });
    expect(answer.verdicts.find(({ rule }) => rule === 'R05')).toMatchObject({
      ...{ fires: false, because: 'shadow' },
      says: `On trial, lists nobody yet; it would say: ${finding?.reason}`,
    });
  });

  it('X22 finds what it would find switched on, and is asked again at the same instants', () => {
    for (const when of ['2025-03-04T10:00Z', WEDNESDAY, THURSDAY, '2025-04-20T10:00Z']) {
      const on = evaluate(practiceWith(), lost(), when);
      const tried = evaluate(practice, lost(), when);
      expect(tried.shadow).toEqual(on.findings);
      expect(tried.nextChangeAt).toBe(on.nextChangeAt);
    }
  });

  it('Q42 is silent about a possible duplicate, whose state it leaves alone', () => {
    const twin = { birthDate: '1980-01-01', givenName: 'Sam', familyName: 'Field' };
    const person = aPerson('p1', twin)
      .visit('2025-01-20T10:00Z', pt)
      .cancel('2025-03-06T10:00Z', '2025-03-03T10:00Z', pt);
    const other = aPerson('p2', twin).booking('2025-03-20T10:00Z', pt);
    const ask = (asked: typeof practice) => evaluate(asked, person, THURSDAY, [other]);
    expect(ask(practiceWith())).toMatchObject({ state: 'excluded', findings: [], shadow: [] });
    expect(ask(practice)).toMatchObject({ state: 'on_track', exclusions: [], findings: [], shadow: [] });
  });

  it('Q04 a lapse on trial silences what is about visits, as one that is switched off does', () => {
    for (const mode of ['off', 'shadow', 'on'] as const) {
      const practice = practiceWith(setting('R18', { mode }));
      const { findings, shadow, verdicts } = evaluate(practice, lost(), '2026-05-01T10:00Z');
      expect(findings.map(({ rule }) => rule)).toEqual(mode === 'on' ? ['R18'] : []);
      expect(shadow.map(({ rule }) => rule)).toEqual(mode === 'shadow' ? ['R18'] : []);
      expect(verdicts.find(({ rule }) => rule === 'R05')?.because).toBe('lapsed');
    }
  });
});

describe('settings of a location', () => {
  const practice = practiceWith(
    setting('R05', { parameters: { PT: '3 BD' } }),
    setting('R05', { mode: 'shadow', parameters: { PT: '2 BD' }, location: at('north') }),
    setting('R06', { mode: 'off', location: at('north') }),
  );

  it('X17 hold for a person whose own record names it, the practice’s for all others', () => {
    expect([found(practice, 'north', WEDNESDAY), found(practice, 'main', WEDNESDAY)]).toEqual([
      ['', 'R05'],
      ['', ''],
    ]);
    expect([found(practice, 'main', THURSDAY), found(practice, null, THURSDAY)]).toEqual([
      ['R05', ''],
      ['R05', ''],
    ]);
  });

  it('X17 take what they do not name from the practice', () => {
    const inherits = practiceWith(
      setting('R05', { parameters: { PT: '3 BD' } }),
      setting('R05', { mode: 'on', location: at('north') }),
    );
    expect(found(inherits, 'north', WEDNESDAY)).toEqual(['', '']);
    expect(found(inherits, 'north', THURSDAY)).toEqual(['R05', '']);
  });

  it('X17 end where the location is to be as the practice again', () => {
    const ended = practiceWith(setting('R05', { mode: 'as_practice', location: at('north') }));
    expect(found(ended, 'north', WEDNESDAY)).toEqual(['R05', '']);
  });

  it('X17 are of one source: the same id of another is another location', () => {
    const elsewhere = practiceWith(setting('R05', { mode: 'off', location: { source: 'other', id: 'north' } }));
    expect(found(elsewhere, 'north', WEDNESDAY)).toEqual(['R05', '']);
  });
});

describe('a wanted parameter', () => {
  const problem = (id: string, parameters: Record<string, string | number>) => {
    const rule = ruleNamed(id);
    if (rule === null) throw new Error(`no rule ${id}`);
    return parameterProblem(rule, parameters);
  };

  it('X17 is read by the rule itself', () => {
    expect(problem('R05', { PT: '3 BD', MB: '4 BD' })).toBeNull();
    expect(problem('R27', { after: 48 })).toBeNull();
    expect(problem('R05', { PT: 'soon' })).toEqual({
      parameter: 'PT',
      says: 'R05 has PT = "soon": write a window as a whole number and a unit, "2 BD", "30 d", "16 weeks" or "12 months".',
    });
    expect(problem('R03', { PT: '2 BD' })?.parameter).toBe('PT');
    expect(problem('R33', { PT: 'yes' })?.says).toContain('write "on" or "off"');
  });

  it.each(['', ' ', -1, 1.5, 1e9, 1e15, 'soon'])('X17 is no number of hours: "%s"', (after) => {
    expect(problem('R27', { after })?.says).toBe(`R27 has after = "${after}": write whole hours, 0 to 9999.`);
  });

  it('X17 must be one that the rule has', () => {
    expect(problem('R08', { PT: '3 d' })?.says).toBe('R08 has no threshold called "PT"; it has within.');
    expect(problem('R05', { constructor: '3 d' })?.parameter).toBe('constructor');
  });
});
