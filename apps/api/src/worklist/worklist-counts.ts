import type { CaseCountRow, RuleNames } from '@keepwell/database';
import type { NamedCountDto, WorklistCountsDto } from './dto/case-page.dto.js';

/** States that a person works on now. Backlog and people at risk are counted under words of their own. */
const TODAY = new Set(['open', 'in_outreach']);
const CASE_STATES = new Set(['open', 'in_outreach', 'snoozed', 'resolved', 'closed']);

/** The numbers beside the list, from the counters that are kept with every change of a case. */
export function countsOf(rows: readonly CaseCountRow[], ruleNames: RuleNames): WorklistCountsDto {
  const plain = rows.filter((row) => row.rule === '' && row.locationId === null && row.practitionerId === null);
  const today = rows.filter((row) => TODAY.has(row.state));
  const of = (state: string) => plain.find((row) => row.state === state)?.n ?? 0;
  const byState = Object.fromEntries(
    plain.filter((row) => CASE_STATES.has(row.state)).map(({ state, n }) => [state, n]),
  );
  return {
    byState,
    byRule: summed(
      today
        .filter((row) => row.rule !== '')
        .map(({ rule, n }) => ({ id: rule, name: ruleNames[rule]?.name ?? rule, n })),
    ).map(({ id, name, count }) => ({ rule: id, name, count })),
    byLocation: summed(
      today.flatMap(({ locationId: id, location, n }) => (id === null ? [] : [{ id, name: location ?? id, n }])),
    ),
    byPractitioner: summed(
      today.flatMap(({ practitionerId: id, practitioner, n }) =>
        id === null ? [] : [{ id, name: practitioner ?? id, n }],
      ),
    ),
    today: of('open') + of('in_outreach'),
    backlog: of('backlog'),
    watch: of('watch'),
    atRisk: of('watch'),
    lapsed: of('lapsed'),
    resolved: of('resolved'),
    all: of('backlog') + [...CASE_STATES].reduce((sum, state) => sum + of(state), 0),
  };
}

/** One line per id, the largest first. */
function summed(rows: { id: string; name: string; n: number }[]): NamedCountDto[] {
  const lines = new Map<string, NamedCountDto>();
  for (const { id, name, n } of rows) lines.set(id, { id, name, count: (lines.get(id)?.count ?? 0) + n });
  return [...lines.values()].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}
