import type { OutboxMessage } from '../../api.outreach.types.js';

export interface ProofLine {
  label: string;
  says: string;
}

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const plain = (value: unknown): Plain => (isPlain(value) ? value : {});
const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
const countOf = (value: unknown) => (typeof value === 'number' ? value.toLocaleString('en-GB') : null);

export interface Proof {
  allowed: boolean;
  /** When it was asked for the last time. */
  at: string | null;
  lines: ProofLine[];
  /** What spoke against it, or was to be known. */
  reasons: string[];
  /** What was added to the text when it left. */
  added: string | null;
}

/** The verdict under which a message was picked up to be sent, as sentences; `null` where none is stored yet. */
export function proofOf({ decision }: Pick<OutboxMessage, 'decision'>): Proof | null {
  if (decision === null) return null;
  const verdict = isPlain(decision['verdict']) ? decision['verdict'] : decision;
  const rests = plain(verdict['restsOn']);
  const checked = plain(decision['checked']);
  const left = plain(decision['text']);
  const at = decision['at'];
  const lines = [
    line('Hours that hold', textOf(rests['window'])),
    line('Where the patient is taken to be', placeText(checked)),
    line('Consent', 'consentId' in rests ? (textOf(rests['consentId']) ?? 'none needed for this purpose') : null),
    line('Had from us that day', countOf(rests['contactsToday'])),
    line('Had from us in seven days', countOf(rests['contactsThisWeek'])),
    line('Entries on consent looked at', countOf(checked['consents'])),
    line('Blocks on the address', countOf(checked['suppressions'])),
    line('Exclusions', countOf(checked['exclusions'])),
    line('Sources that were behind', countOf(checked['staleSources'])),
    line('Written to a guardian', textOf(checked['guardianPersonId'])),
    line('Fingerprint of what left', textOf(left['sha256'])),
  ];
  return {
    allowed: verdict['allowed'] === true,
    at: typeof at === 'number' ? new Date(at).toISOString() : textOf(at),
    lines: lines.filter((one) => one !== null),
    reasons: sentences(verdict['because']).concat(sentences(verdict['cautions'])),
    added: left['optOutLine'] === true ? 'When it left, a line on how to stop messages was added below.' : null,
  };
}

const line = (label: string, says: string | null): ProofLine | null => (says === null ? null : { label, says });

function placeText({ place, zones }: Plain): string | null {
  const named = Array.isArray(zones) ? zones.flatMap((zone) => textOf(plain(zone)['zone']) ?? []) : [];
  const parts = [textOf(place), ...new Set(named)].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

function sentences(reasons: unknown): string[] {
  if (!Array.isArray(reasons)) return [];
  return reasons.flatMap((reason) => textOf(plain(reason)['says']) ?? []);
}

/** `attemptId` → "Attempt id". */
export function plainWords(name: string): string {
  const words = name
    .replaceAll(/[_.]/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, one: string, two: string) => `${one} ${two.toLowerCase()}`);
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** What an event carries, in one line. Who did it is in the audit log by name; an id says nothing here. */
export function detailText(detail: Plain): string {
  return Object.entries(detail)
    .flatMap(([name, value]) => {
      if (name.endsWith('UserId')) return [];
      const says = textOf(value) ?? countOf(value) ?? (typeof value === 'boolean' ? (value ? 'yes' : 'no') : null);
      return says === null ? [] : [`${plainWords(name).toLowerCase()}: ${says.replaceAll('_', ' ')}`];
    })
    .join(', ');
}
