import type { CaseState, WorklistSort, WorklistTab } from '../../api.types.js';
import type { PersonState, RuleClass, RuleKind } from '@keepwell/domain';

/** The words of the list, in one place, so that a tab, a filter and a patient page say the same. */

export const TABS: { tab: WorklistTab; label: string; means: string }[] = [
  { tab: 'today', label: 'Today', means: 'Off-track now, nothing agreed yet, and not part of the backlog.' },
  {
    tab: 'waiting',
    label: 'No place today',
    means: 'Off-track, beyond the places of the team’s day; they are ranked anew for the next one.',
  },
  {
    tab: 'in_outreach',
    label: 'In outreach',
    means: 'Something is agreed or under way: a call to come, messages, a booking to be seen.',
  },
  { tab: 'snoozed', label: 'Snoozed', means: 'Resting until a day; they come back by themselves.' },
  { tab: 'backlog', label: 'Backlog', means: 'Off-track since before this practice was connected.' },
  { tab: 'at_risk', label: 'At risk', means: 'Watched: one step before off-track. Nothing is open on them yet.' },
  { tab: 'lapsed', label: 'Lapsed', means: 'Gone beyond the limit of their kind of care; not counted as off-track.' },
  {
    tab: 'tasks',
    label: 'For the clinic',
    means:
      'Something for the clinic to do, and no fault of the patient: a message to answer, an outcome to enter, a plan to close.',
  },
  { tab: 'resolved', label: 'Resolved', means: 'Booked again; closed for good once the visit is kept.' },
  { tab: 'all', label: 'All', means: 'Every case, whatever its state.' },
];

export const SORTS: { sort: WorklistSort; label: string }[] = [
  { sort: 'priority', label: 'Most urgent first' },
  { sort: '-since', label: 'Newest first' },
  { sort: 'since', label: 'Longest off-track first' },
  { sort: 'value', label: 'Most at stake first' },
  { sort: 'name', label: 'By name' },
];

export const CASE_STATES: { state: CaseState; label: string }[] = [
  { state: 'open', label: 'Open' },
  { state: 'in_outreach', label: 'In outreach' },
  { state: 'snoozed', label: 'Snoozed' },
  { state: 'resolved', label: 'Resolved' },
  { state: 'closed', label: 'Closed' },
];

export const caseStateWord = (state: CaseState) => CASE_STATES.find((known) => known.state === state)?.label ?? state;

const CLASS_WORDS: Record<RuleClass, string> = {
  S1: 'Today',
  S2: 'This week',
  S3: 'When there is room',
  S4: 'Housekeeping',
};
/** Where nothing is due by the day: the backlog is worked off as there is time, nothing is open on people without a case. */
const UNDATED_CLASS_WORDS: Record<RuleClass, string> = { ...CLASS_WORDS, S1: 'Most urgent', S2: 'Urgent' };
export const classWord = (ruleClass: RuleClass, isDated = true) =>
  (isDated ? CLASS_WORDS : UNDATED_CLASS_WORDS)[ruleClass];

/** Whether a row is to be worked on by a day, as its class says. */
export const isDated = ({ state, backlog }: { state: CaseState | null; backlog: boolean }) =>
  !backlog && (state === 'open' || state === 'in_outreach' || state === 'snoozed');
export const isSettled = (state: CaseState | null) => state === 'resolved' || state === 'closed';

const KIND_WORDS: Record<RuleKind, string> = { O: 'Off-track', W: 'Watch', V: 'For the clinic' };
export const kindWord = (kind: RuleKind) => KIND_WORDS[kind];

const PERSON_WORDS: Record<PersonState, string> = {
  excluded: 'Not for outreach',
  off_track: 'Off-track',
  lapsed: 'Lapsed',
  watch: 'At risk',
  done: 'Done',
  on_track: 'On track',
};
export const personStateWord = (state: PersonState) => PERSON_WORDS[state];

/** What `since` is: not the last visit or the cancelled booking, but the end of the time a rule left to set it right. */
export const SINCE_MEANS =
  'When the first window ended: the time that a rule leaves to rebook was over, and nothing was booked';

/** `NO_SHOW_NOT_REBOOKED` → "No show not rebooked". */
export function ruleWords(name: string): string {
  const words = name.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const WAKE_WORDS: Record<string, string> = {
  snooze: 'the rest is over',
  retry: 'to try again',
  call_back: 'a call was promised',
  verify_booking: 'to see whether they booked',
  escalated: 'the clinic was asked',
  sequence: 'a call step of their messages',
  reply: 'they replied',
};
/** Why a resting case comes back, or came back; also for a reason that a newer server knows. */
export const wakeWord = (because: string) => WAKE_WORDS[because] ?? because.replaceAll('_', ' ');

const OUTCOME_WORDS: Record<string, string> = {
  no_answer: 'No answer',
  voicemail: 'Left a voicemail',
  busy: 'Busy',
  wrong_number: 'Wrong number',
  booked: 'Booked',
  call_back: 'Call back later',
  not_now: 'Not now',
  declined: 'Declined',
  never: 'Do not contact again',
  finished: 'Finished their care',
  moved_or_elsewhere: 'Moved or goes elsewhere',
  wrong_data: 'Data wrong',
  escalate: 'Handed to the clinic',
};
export const outcomeWord = (code: string) => OUTCOME_WORDS[code] ?? ruleWords(code);
