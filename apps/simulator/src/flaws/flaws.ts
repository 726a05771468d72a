/**
 * What is wrong with the files of real practices, each by its own name. A share says how often: of visits, of cancels, of patients,
 * as the sentence says. The truth knows nothing of them, save of walk-ins.
 */
export const FLAWS = {
  late_outcomes: 'visits and no-shows whose outcome is entered one to five days late',
  missing_outcomes: 'visits and no-shows whose outcome nobody ever enters',
  wrong_cancelled_by: 'cancels that name the wrong side, or none',
  moved_rows:
    'bookings made in the call in which another was cancelled: the old row is moved instead, and there is no cancel',
  zone_slips: 'bookings entered an hour off',
  back_dated: 'visits of which the file hears nothing before they are typed in, one to six days later',
  missing_plans: 'plans that nobody enters',
  unlinked_plans: 'bookings that do not say to which plan they belong',
  walk_ins: 'visits without a booking; a habit of patients, so that the truth, too, says that nothing was booked',
  placeholders: 'visits after which a slot is kept that nobody was told about, given up before its day',
  duplicates: 'patients entered a second time, with some of their bookings there, for good',
  merges: 'patients entered a second time whose two records are joined one to eight weeks later',
  family_accounts: 'bookings of a family member that are entered under the name of another',
} as const;

export type FlawName = keyof typeof FLAWS;

export type Flaws = Partial<Record<FlawName, number>>;

export const FLAW_NAMES = Object.keys(FLAWS) as FlawName[];

/** A practice that is neither tidy nor hopeless. */
export const USUAL_FLAWS: Required<Flaws> = {
  late_outcomes: 0.1,
  missing_outcomes: 0.02,
  wrong_cancelled_by: 0.1,
  moved_rows: 0.3,
  zone_slips: 0.005,
  back_dated: 0.01,
  missing_plans: 0.08,
  unlinked_plans: 0.1,
  walk_ins: 0.02,
  placeholders: 0.02,
  duplicates: 0.01,
  merges: 0.02,
  family_accounts: 0.01,
};

export class FlawsWrong extends Error {
  override readonly name = 'FlawsWrong';
}

/** `usual`, `none`, or `late_outcomes=0.2,zone_slips=0.01`. Throws `FlawsWrong`. */
export function parseFlaws(text: string): Flaws {
  if (text === 'none') return {};
  if (text === 'usual') return { ...USUAL_FLAWS };
  const flaws: Flaws = {};
  for (const part of text.split(',')) {
    const [name = '', share = ''] = part.split('=').map((word) => word.trim());
    const known = FLAW_NAMES.find((flaw) => flaw === name);
    if (known === undefined) throw new FlawsWrong(`there is no flaw "${name}": choose of ${FLAW_NAMES.join(', ')}`);
    const often = Number(share);
    if (share === '' || !(often >= 0 && often <= 1)) {
      throw new FlawsWrong(`${known} needs a share between 0 and 1, such as ${known}=0.05`);
    }
    flaws[known] = often;
  }
  return flaws;
}
