import type { Period } from '../audit/period.js';
import { RULES } from '../rules/index.js';
import { compareText } from '../timeline/versions.js';
import { MADE_GOOD, movesIn, standsAt, type CaseStory, type Move } from './case-flow.js';
import type { ReportSection } from './report.js';
import type { RuleBreaks } from './rule-breaks.js';
import type { SeenPerson } from './seen-practice.js';
import type { Sheet } from './sheet.js';

const CLASSES = ['S1', 'S2', 'S3', 'S4'] as const;
const CLASS_WORDS = { S1: 'today', S2: 'this week', S3: 'when there is room', S4: 'long tail' } as const;
/** In the order in which they are shown. */
export const CLOSINGS = [
  'returned',
  MADE_GOOD,
  'lost',
  'declined',
  'discharged',
  'wrong_data',
  'do_not_contact',
  'excluded',
  'merged',
];

/** How the list went from its length at the start to its length at the end. */
export function listSections(
  sheet: Sheet,
  week: Period,
  stories: readonly CaseStory[],
  idOf: (patientId: string) => string,
  atRisk: readonly SeenPerson[],
  breaks: RuleBreaks['byRule'],
): ReportSection[] {
  const moves = stories.flatMap((story) => movesIn(story, week));
  const of = (what: string) => moves.filter((move) => move.what === what);
  const ids = (some: readonly { personId: string }[]) => some.map(({ personId }) => idOf(personId));
  const cases = (
    metric: string,
    some: readonly { personId: string }[],
    more: { key?: string; about?: string; says?: string } = {},
  ) => sheet.number({ metric, span: 'week', numerator: some.length, people: { numerator: ids(some) }, ...more });
  const atInstant = (metric: string, span: 'start' | 'end', instant: number) => {
    const standing = stories.filter((story) => standsAt(story, instant));
    return sheet.number({ metric, span, numerator: standing.length, people: { numerator: ids(standing) } });
  };
  const comeIn = moves.filter(({ direction }) => direction === 'in');
  const rules = RULES.filter(({ id }) => comeIn.some((move) => strongestRule(move)?.id === id));
  return [
    {
      id: 'list',
      title: 'Off track',
      numbers: [
        atInstant('off_track_start', 'start', week.from),
        cases('opened', of('opened')),
        cases('opened_backlog', of('backlog')),
        cases('reopened', of('reopened')),
        cases('booked', of('booked')),
        ...CLOSINGS.map((code) => cases('closed', of(code), { key: code, about: sentence(code) })),
        atInstant('off_track_end', 'end', week.to),
        sheet.persons(
          'at_risk_end',
          'end',
          atRisk.map(({ personId }) => personId),
        ),
      ],
    },
    {
      id: 'inflow',
      title: 'Who came onto the list',
      numbers: [
        ...CLASSES.map((ruleClass) =>
          cases(
            'opened_by_class',
            comeIn.filter((move) => strongestRule(move)?.class === ruleClass),
            { key: ruleClass, about: CLASS_WORDS[ruleClass] },
          ),
        ),
        ...rules.map(({ id, name }) =>
          cases(
            'opened_by_rule',
            comeIn.filter((move) => strongestRule(move)?.id === id),
            { key: id, about: `${sentence(name)} (${id})`, ...saysOf(breaks.get(id)) },
          ),
        ),
      ],
    },
  ];
}

const saysOf = (says: string | undefined) => (says === undefined ? {} : { says });

const COUNTING = new Map(RULES.filter(({ kind }) => kind === 'O').map((rule) => [rule.id, rule]));

/**
 * The most urgent of its reasons, as the list shows it: which of them leads may go by what a contact about it is worth (K23). Those that only watch
 * open no case.
 */
function strongestRule({ rules }: Move) {
  const counting = rules.flatMap((id) => COUNTING.get(id) ?? []);
  return counting.sort((one, other) => compareText(one.class, other.class))[0];
}

/** `do_not_contact`, `NO_NEXT_BOOKING` → `Do not contact`, `No next booking` */
export function sentence(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
