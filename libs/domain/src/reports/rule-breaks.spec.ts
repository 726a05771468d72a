import { at } from '../testing/a-person.js';
import { vectorInput, vectorWeek } from '../testing/a-vector.js';
import { zoneOf } from '../zones/zone.js';
import { ruleBreaks, type RuleChangeFact } from './rule-breaks.js';
import { buildWeeklyReport } from './weekly-report.js';

const { week } = vectorWeek();
const zone = zoneOf('Europe/London');
const on = (parameters = {}) => ({ mode: 'on' as const, parameters });
const off = { mode: 'off', parameters: {} } as const;

function change(
  rule: string,
  when: string,
  after: RuleChangeFact['after'],
  more: Partial<RuleChangeFact> = {},
): RuleChangeFact {
  return { at: at(when), rule, locationId: null, before: null, after, ...more };
}
const noteOf = (changes: RuleChangeFact[], locationId: string | null = null) =>
  ruleBreaks(changes, week, zone, locationId).note;

describe('K32 rules that were set otherwise in the week of a report', () => {
  it('says which, when and how, threshold by threshold', () => {
    const slower = change('R05', '2025-03-05T23:30Z', on({ PT: '3 BD' }));
    expect(noteOf([slower])).toBe(
      'Rules were set otherwise in this week, and numbers by rule are not to be compared across it: ' +
        'R05 cancelled not rebooked: set to PT 3 BD instead of 2 BD (2025-03-05).',
    );
    const again = change('R05', '2025-03-06T09:00Z', { mode: 'shadow', parameters: {} }, { before: slower.after });
    expect(noteOf([again, slower])).toContain('instead of 2 BD (2025-03-05), then put on trial (2025-03-06).');
  });

  it('knows which rules start on and which off', () => {
    expect(noteOf([change('R16', '2025-03-05T09:00Z', on())])).toContain('R16 recall due: switched on (2025-03-05)');
    expect(noteOf([change('R05', '2025-03-05T09:00Z', off)])).toContain('R05 cancelled not rebooked: switched off');
    // Nobody was listed before, nobody is after.
    expect(noteOf([change('R16', '2025-03-05T09:00Z', { mode: 'shadow', parameters: {} })])).toBeNull();
  });

  it('leaves other weeks and other places out', () => {
    expect(noteOf([change('R05', '2025-03-02T23:59Z', off), change('R06', '2025-03-10T00:00Z', off)])).toBeNull();
    const west = change('R05', '2025-03-05T09:00Z', on({ PT: '1 BD' }), { locationId: 'west' });
    expect(noteOf([west], 'east')).toBeNull();
    expect(noteOf([west], 'west')).toContain('PT 1 BD instead of 2 BD here (2025-03-05)');
    expect(noteOf([west])).toContain('at one location (2025-03-05)');
    // What holds in the whole practice holds there, too; and a place may have had what the practice has.
    expect(noteOf([change('R05', '2025-03-05T09:00Z', off)], 'east')).toContain('switched off (2025-03-05)');
    const trial = change('R16', '2025-03-05T09:00Z', { mode: 'shadow', parameters: {} }, { locationId: 'west' });
    expect(noteOf([trial], 'west')).toContain('R16 recall due: put on trial here (2025-03-05)');
  });

  it('stands in the report, as a note and beside the number of the rule, and beside no other', () => {
    const input = vectorInput(['ada case opened 2025-03-04T09:00 R05', 'bea case opened 2025-03-04T09:00 R06']);
    const ruleChanges = [change('R05', '2025-03-05T09:00Z', on({ PT: '3 BD' }))];
    const { report } = buildWeeklyReport({ ...input, ruleChanges }, vectorWeek(), null);
    expect(report.notes.at(-1)).toContain('R05 cancelled not rebooked');
    const numbers = report.sections.flatMap((section) => section.numbers);
    const says = (id: string) => numbers.find((number) => number.id === id)?.says;
    expect(says('opened_by_rule.R05.week')).toBe(
      'Not to be compared with the weeks before: set to PT 3 BD instead of 2 BD (2025-03-05).',
    );
    expect(says('opened_by_rule.R06.week')).toBeNull();
    const quiet = buildWeeklyReport(input, vectorWeek(), null).report;
    expect(quiet.notes).toEqual(report.notes.slice(0, -1));
  });
});
