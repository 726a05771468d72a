import { wilson } from '../proof/proportions.js';
import { PRECISION_FLOOR } from '../rules/precision-floor.js';

/** How many of a rule's judged cases were rightly listed. */
export interface Marks {
  right: number;
  wrong: number;
}

export interface Precision extends Marks {
  /** Null: nobody has judged one yet. */
  share: number | null;
  /** Wilson's 95 % interval; 0 to 1 where nothing is known. */
  low: number;
  high: number;
}

/** Looked back so many days (RC 7). */
export const JUDGED_DAYS = 60;

export function precisionOf({ right, wrong }: Marks): Precision {
  const of = right + wrong;
  return { right, wrong, share: of === 0 ? null : right / of, ...wilson({ hits: right, of }) };
}

/** Surely below the floor: even the upper bound lies under it. Nothing known is never below. */
export function isBelowFloor({ high }: Precision, floor = PRECISION_FLOOR): boolean {
  return high < floor;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Why a rule paused itself, in a sentence that holds its numbers. */
export function pauseReason(rule: string, precision: Precision, floor: number): string {
  const { right, wrong, high } = precision;
  return (
    `${rule} paused itself: of ${right + wrong} cases judged in ${JUDGED_DAYS} days ${right} were rightly listed, ` +
    `so at best ${percent(high)} are, and ${percent(floor)} are wanted.`
  );
}

/** Why a rule that had paused itself lists again: one of the marks was taken back. */
export function liftReason(rule: string, { right, wrong, high }: Precision, floor: number): string {
  const left =
    right + wrong === 0
      ? 'no case is left that was judged'
      : `${right} of the ${right + wrong} other cases judged were rightly listed`;
  return (
    `${rule} lists again: a mark that it had paused itself by was taken back. In ${JUDGED_DAYS} days ${left}, ` +
    `so up to ${percent(high)} may be, and ${percent(floor)} are wanted.`
  );
}
