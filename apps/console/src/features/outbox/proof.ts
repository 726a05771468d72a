import type { OutboxMessage } from '../../api.outreach.types.js';

export interface ProofLine {
  label: string;
  says: string;
}

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
const countOf = (value: unknown) => (typeof value === 'number' ? value.toLocaleString('en-GB') : null);

/** The verdict under which a message was picked up to be sent, as sentences; `null` where none is stored yet. */
export function verdictOf({
  decision,
}: OutboxMessage): { allowed: boolean; lines: ProofLine[]; cautions: string[] } | null {
  if (decision === null) return null;
  const verdict = isPlain(decision['verdict']) ? decision['verdict'] : decision;
  const rests = isPlain(verdict['restsOn']) ? verdict['restsOn'] : {};
  const lines: (ProofLine | null)[] = [
    line('Hours that hold', textOf(rests['window'])),
    line(
      'Consent',
      textOf(rests['consentId']) ?? (isPlain(verdict['restsOn']) ? 'none needed for this purpose' : null),
    ),
    line('Had from us that day', countOf(rests['contactsToday'])),
    line('Had from us in seven days', countOf(rests['contactsThisWeek'])),
    ...Object.entries(isPlain(decision['verdict']) ? decision : {}).map(([name, value]) =>
      line(plainWords(name), textOf(value) ?? countOf(value)),
    ),
  ];
  return {
    allowed: verdict['allowed'] === true,
    lines: lines.filter((one) => one !== null),
    cautions: sentences(verdict['because']).concat(sentences(verdict['cautions'])),
  };
}

const line = (label: string, says: string | null): ProofLine | null => (says === null ? null : { label, says });

function sentences(reasons: unknown): string[] {
  if (!Array.isArray(reasons)) return [];
  return reasons.flatMap((reason) => (isPlain(reason) ? (textOf(reason['says']) ?? []) : []));
}

/** `attemptId` → "Attempt id". */
export function plainWords(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, (_, one: string, two: string) => `${one} ${two.toLowerCase()}`);
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** What an event carries, in one line; what is nested is left to the record itself. */
export function detailText(detail: Plain): string {
  return Object.entries(detail)
    .flatMap(([name, value]) => {
      const says = textOf(value) ?? countOf(value) ?? (typeof value === 'boolean' ? (value ? 'yes' : 'no') : null);
      return says === null ? [] : [`${plainWords(name).toLowerCase()}: ${says.replaceAll('_', ' ')}`];
    })
    .join(', ');
}
