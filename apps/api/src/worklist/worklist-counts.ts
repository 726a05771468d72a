import type { CaseCountRow, CaseTab, RuleNames } from '@keepwell/database';
import type { NamedCountDto, WorklistCountsDto } from './dto/case-page.dto.js';

const CASE_STATES = new Set(['open', 'in_outreach', 'snoozed', 'resolved', 'closed']);

/** The words under which the counters keep what a tab shows: those of the backlog that nobody has begun with have one of their own. */
const WORDS_OF_TAB: Record<CaseTab, ReadonlySet<string>> = {
  today: new Set(['open']),
  waiting: new Set(['waiting']),
  in_outreach: new Set(['in_outreach']),
  snoozed: new Set(['snoozed']),
  backlog: new Set(['backlog']),
  resolved: new Set(['resolved']),
  all: new Set([...CASE_STATES, 'backlog', 'waiting']),
};

export const rowsOfTab = (rows: readonly CaseCountRow[], tab: CaseTab): CaseCountRow[] =>
  rows.filter((row) => WORDS_OF_TAB[tab].has(row.state));

/** The numbers beside the list, from the counters that are kept with every change of a case; the options of its filters, from one tab. */
export function countsOf(
  rows: readonly CaseCountRow[],
  onTab: readonly CaseCountRow[],
  ruleNames: RuleNames,
): WorklistCountsDto {
  const plain = rows.filter((row) => row.rule === '' && row.locationId === null && row.practitionerId === null);
  const of = (state: string) => plain.find((row) => row.state === state)?.n ?? 0;
  const byState = Object.fromEntries(
    plain.filter((row) => CASE_STATES.has(row.state)).map(({ state, n }) => [state, n]),
  );
  return {
    byState,
    byRule: summed(
      onTab
        .filter((row) => row.rule !== '')
        .map(({ rule, n }) => ({ id: rule, name: ruleNames[rule]?.name ?? rule, n })),
    ).map(({ id, name, count }) => ({ rule: id, name, count })),
    byLocation: summed(
      onTab.flatMap(({ locationId: id, location, n }) => (id === null ? [] : [{ id, name: location ?? id, n }])),
    ),
    byPractitioner: summed(
      onTab.flatMap(({ practitionerId: id, practitioner, n }) =>
        id === null ? [] : [{ id, name: practitioner ?? id, n }],
      ),
    ),
    today: of('open'),
    waiting: of('waiting'),
    inOutreach: of('in_outreach'),
    snoozed: of('snoozed'),
    backlog: of('backlog'),
    watch: of('watch'),
    atRisk: of('watch'),
    lapsed: of('lapsed'),
    tasks: of('tasks'),
    resolved: of('resolved'),
    held: of('held'),
    all: of('backlog') + of('waiting') + [...CASE_STATES].reduce((sum, state) => sum + of(state), 0),
  };
}

/** One line per id, the largest first. */
function summed(rows: { id: string; name: string; n: number }[]): NamedCountDto[] {
  const lines = new Map<string, NamedCountDto>();
  for (const { id, name, n } of rows) lines.set(id, { id, name, count: (lines.get(id)?.count ?? 0) + n });
  return [...lines.values()].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}
