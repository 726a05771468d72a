import type { RecordKind } from '../records.js';
import type { Rule } from './rule.js';
import { PRESENT, PRESENT_KINDS } from '../timeline/present.js';

/**
 * What must be there for a rule to find anything: looked at once for a person, so that most rules need not be asked. Only what no
 * passing of time brings about: a rule that is not asked waits for no instant either. `missed visit`: an episode whose next visit is
 * missing, or may be once time passes.
 */
export type Need = keyof typeof PRESENT | 'missed visit';

/** As bits: all of `all` must be there, and one of `any` unless it is 0. */
export interface NeedBits {
  all: number;
  any: number;
}

export const MISSED_VISIT = 8;
const BITS: Record<Need, number> = { ...PRESENT, 'missed visit': MISSED_VISIT };

const isOwnKind = (kind: RecordKind): kind is keyof typeof PRESENT_KINDS => kind in PRESENT_KINDS;

type Reads = Pick<Rule, 'needs' | 'restsOn' | 'alsoReads'>;

export function needBits({ needs = [], restsOn = [], alsoReads = [] }: Reads): NeedBits {
  const all = needs.reduce((bits, need) => bits | BITS[need], 0);
  const own = [...restsOn, ...alsoReads].filter(isOwnKind);
  if (own.length < restsOn.length + alsoReads.length) return { all, any: 0 };
  return { all, any: own.reduce((bits, kind) => bits | PRESENT_KINDS[kind], 0) };
}

export function isThere(present: number, { all, any }: NeedBits): boolean {
  return (present & all) === all && (any === 0 || (present & any) !== 0);
}
