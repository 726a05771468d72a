import { SPECIALTIES, type Specialty } from '../records.js';
import type { RuleParameters } from '../settings.js';
import type { Rule } from './rule.js';
import { parseWindow, type WindowUnit } from './window.js';

/** What a threshold of a rule is, for somebody who is to change it. */
export interface ParameterInWords {
  /** As the settings name it: a specialty, `all`, `unknown`, or a word of the rule's own. */
  name: string;
  value: string | number;
  /** What it is when the practice says nothing; null: the rule does not run there then. */
  default: string | number | null;
  /** For whom; null: for everybody the rule looks at. */
  specialty: Specialty | 'all' | 'unknown' | null;
  /** `BD`: days the location is open. `switch`: "on" or "off". `share`: 0 to 1. A plain number of days is `d`. */
  unit: WindowUnit | 'hours' | 'share' | 'switch' | 'number';
  /** What it stands for, in words. */
  says: string;
}

/** The window that a specialty's name stands for is `window`; `PT_grace` is `grace`. */
type WordsOfRule = Readonly<Record<string, string>>;

const WORDS: Readonly<Record<string, WordsOfRule>> = {
  R01: { window: 'Time after a visit of an open plan until somebody should have booked the next' },
  R02: { window: 'Open days after a visit until a patient who left without a booking is on the front-desk list' },
  R03: { window: 'Shortest gap that counts as overdue, however regular the patient is' },
  R04: { window: 'Time without a visit, whatever else is known' },
  R05: { window: 'Time to rebook after the patient cancelled' },
  R06: { window: 'Time to rebook after a no-show' },
  R07: { window: 'Time to rebook after the clinic cancelled' },
  R08: { within: 'How far back the last five bookings are looked at' },
  R09: { window: 'The next booking may be this far from the last visit (and two planned intervals)' },
  R10: {
    window: 'Time with nothing booked after an early visit',
    later: 'The same from the second visit on',
  },
  R11: { window: 'Whether plans of this specialty are held against their schedule' },
  R12: { window: 'Time after the planned end with visits left' },
  R13: { window: 'Time since the last planned visit with the plan still open' },
  R14: { window: 'Time from a consult to the booking of a treatment' },
  R15: { window: 'Time to rebook after the first booking was lost' },
  R16: {
    window: 'Days before a recall falls due',
    grace: 'Days after the due date until it counts as overdue and not as due',
  },
  R17: { window: 'Days after the due date until a recall counts as overdue' },
  R18: { window: 'Time without a visit after which a patient counts as gone' },
  R19: {
    neurotoxin: 'Time after a neurotoxin treatment',
    ha_filler: 'Time after a filler (hyaluronic acid)',
    facial: 'Time after a facial',
    light_peel: 'Time after a light peel',
    microneedling: 'Time after microneedling',
    laser_hair: 'Time after laser hair removal',
    biostimulator: 'Time after a biostimulator',
  },
  R20: { expires: 'Days before prepaid visits expire' },
  R21: { after: 'Days after a recurring charge failed; until then it is tried again in silence' },
  R22: { within: 'Days before the card expires' },
  R23: {
    window: 'Days in which a member neither came nor was heard of',
    tenure: 'Days somebody must have been a member',
  },
  R24: { messages: 'Days for which a message that asks to leave, pause or pay less counts' },
  R25: { within: 'Days before a pause ends' },
  R26: {
    after: 'Time after a touchpoint until the next should be scheduled',
    longest: 'Longest time without any touchpoint',
  },
  R27: { after: 'Hours from enrolment to the introduction' },
  R28: { grace: 'Days after an outcome score was due' },
  R29: {
    from: 'Day of the program from which going on is to be talked about',
    decision: 'Days after the end of the program by which it should be decided',
  },
  R30: {
    apart: 'Days between two scores that are compared',
    month3: 'Days by which the scores must tell something, however few the visits',
  },
  R31: { after: 'Time to answer a patient who wrote or called' },
  R32: {
    within: 'Days for which a complaint or a bad survey counts',
    lost: 'Days after it in which a lost booking is taken for its effect',
  },
  P01: {
    after: 'Hours from the first payment within which somebody should be in touch',
    until: 'Days after the payment for which it is shown',
  },
  P02: {
    within: 'Days before the membership renews',
    term: 'Shortest term that is reminded of: what is charged more often renews without a word',
  },
  P03: { after: 'Days after a recurring charge was refused' },
  P04: { more: 'Days allowed beyond what the tier promises' },
  P06: {
    after: 'Time to enter what became of an appointment',
    longest: 'Days after which an outcome that is still missing is let be',
  },
  P05: { more: 'Days allowed beyond the grace of the milestone itself' },
  R33: { window: 'Whether patients of this specialty are looked at when their practitioner leaves' },
  R34: {
    below: 'Chance to come again under which a patient may be listed',
    fall: 'By how much that chance must have fallen',
    days: 'Days within which it must have fallen so far',
  },
};

/** What a plain number counts, where it is not hours. */
const NUMBERS: Readonly<Record<string, Readonly<Record<string, ParameterInWords['unit']>>>> = {
  R34: { below: 'share', fall: 'share', days: 'd' },
};

/** The parameters of a rule as in use, by name in the order of the defaults, those the practice added last. */
export function parametersInWords(rule: Pick<Rule, 'id' | 'defaults'>, parameters: RuleParameters): ParameterInWords[] {
  return Object.entries({ ...rule.defaults, ...parameters }).map(([name, value]) => {
    const [specialty, more] = partsOf(name);
    const key = more ?? (specialty === null ? name : 'window');
    return {
      name,
      value,
      default: rule.defaults[name] ?? null,
      specialty,
      unit: typeof value === 'number' ? (NUMBERS[rule.id]?.[name] ?? 'hours') : unitOf(value),
      says: WORDS[rule.id]?.[key] ?? name,
    };
  });
}

/** `PT_grace` → PT and `grace`; `within` → neither. */
function partsOf(name: string): [ParameterInWords['specialty'], string | null] {
  const [key = '', ...rest] = name.split('_');
  const named = [...SPECIALTIES, 'all' as const, 'unknown' as const].find((each) => each === key) ?? null;
  return [named, named === null || rest.length === 0 ? null : rest.join('_')];
}

function unitOf(value: string): ParameterInWords['unit'] {
  if (value === 'on' || value === 'off') return 'switch';
  return parseWindow(value)?.unit ?? 'number';
}
