import type { RecordKind } from '@keepwell/domain/records';
import type { CheckResult } from './connector.js';

type Part = CheckResult['missing'][number]['part'];

/** What retention needs of a source (requirement S2-29) and who goes silent without it (rules-decisions Q86). */
const NEEDS: { part: Part; kind: RecordKind; what: string; rules: string }[] = [
  { part: 'client_data', kind: 'patient', what: 'patients', rules: 'no rule can run' },
  { part: 'booking', kind: 'appointment', what: 'appointments', rules: 'no rule about visits can run' },
  { part: 'booking', kind: 'plan', what: 'plans of care', rules: 'R01, R11, R12 and R13 say "no data"' },
  { part: 'booking', kind: 'recall', what: 'recalls', rules: 'R16 and R17 say "no data"' },
  { part: 'booking', kind: 'practitioner', what: 'practitioners', rules: 'R33 says "no data"' },
  { part: 'payments', kind: 'invoice', what: 'invoices', rules: 'a bill on the day is no proof of a visit' },
  { part: 'payments', kind: 'payment', what: 'payments', rules: 'R21 says "no data"' },
  { part: 'payments', kind: 'package', what: 'packages', rules: 'R20 says "no data"' },
  { part: 'payments', kind: 'membership', what: 'memberships', rules: 'R21 to R25 say "no data"' },
  { part: 'client_data', kind: 'program', what: 'programs', rules: 'R26 to R29 say "no data"' },
  { part: 'client_data', kind: 'score', what: 'outcome scores', rules: 'R28 and R30 say "no data"' },
  { part: 'client_data', kind: 'communication', what: 'communications', rules: 'R31 and R32 say "no data"' },
  { part: 'client_data', kind: 'consent', what: 'consents', rules: 'refusals known to the source are not seen' },
];

/**
 * Exactly what a source that gives these kinds cannot give, in the words of S2-29: booking, payments, client data.
 *
 * @example missingParts(streams.flatMap((stream) => stream.kinds))
 */
export function missingParts(given: Iterable<RecordKind>): CheckResult['missing'] {
  const kinds = new Set(given);
  return NEEDS.filter(({ kind }) => !kinds.has(kind)).map(({ part, what, rules }) => ({
    part,
    says: `This source gives no ${what}: ${rules}.`,
  }));
}

/** Without these two there is nothing to watch: the connection is refused, not just poorer. */
export function isUsable(given: Iterable<RecordKind>): boolean {
  const kinds = new Set(given);
  return kinds.has('patient') && kinds.has('appointment');
}
