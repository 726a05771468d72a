import type { RecordKind } from '@keepwell/domain';
import type { Manifest } from '../../api.sources.types.js';

/** What a kind of record is good for, and which rules rest on it. */
interface Use {
  kind: RecordKind;
  enables: string;
  /** Rules that have nothing to say without it. */
  rules: string[];
}

/** In the order of what a practice would miss first. The rules are held by test against those of the domain. */
export const USES: Use[] = [
  { kind: 'patient', enables: 'whom the list is about', rules: [] },
  {
    kind: 'appointment',
    enables: 'visits, missed visits and what is booked: every rule looks at it',
    rules: [
      ...['R01', 'R02', 'R03', 'R04', 'R05', 'R06', 'R07', 'R08', 'R09', 'R10'],
      ...['R11', 'R12', 'R13', 'R14', 'R15', 'R18', 'R19', 'R34'],
    ],
  },
  {
    kind: 'plan',
    enables: 'how many visits were prescribed and how often',
    rules: ['R01', 'R11', 'R12', 'R13'],
  },
  { kind: 'service', enables: 'which line of care a visit belongs to', rules: [] },
  { kind: 'practitioner', enables: 'whose patient it is', rules: ['R33'] },
  { kind: 'location', enables: 'where, and which hours and zone hold', rules: [] },
  { kind: 'recall', enables: 'recalls that are due', rules: ['R16', 'R17'] },
  { kind: 'package', enables: 'visits that were paid for ahead', rules: ['R20'] },
  { kind: 'membership', enables: 'memberships and their next bill', rules: ['R21', 'R22', 'R23', 'R24', 'R25'] },
  { kind: 'invoice', enables: 'what is owed, which holds outreach back', rules: [] },
  { kind: 'payment', enables: 'payments that failed', rules: ['R21'] },
  { kind: 'consent', enables: 'who may be written to', rules: [] },
  { kind: 'communication', enables: 'contacts made in the other system', rules: ['R31', 'R32'] },
  { kind: 'program', enables: 'programs and who looks after them', rules: ['R26', 'R27', 'R28', 'R29'] },
  { kind: 'score', enables: 'outcome scores', rules: ['R28', 'R30', 'R32'] },
];

export const WRITE_WORDS: Record<string, string> = {
  log_contact: 'notes of calls and messages',
  book: 'bookings',
  cancel: 'cancellations',
};

const DELETES = {
  explicit: 'says what is deleted',
  absence: 'a deletion is seen by what is no longer there',
  none: 'does not say what is deleted',
} as const;

export const deletesWords = (deletes: Manifest['gives'][string]['deletes']) => DELETES[deletes];

const WAYS: Record<Manifest['waysIn'][number], string> = {
  poll: 'asked at intervals',
  webhook: 'calls us when something changes',
  stream: 'sends messages over a line',
  file: 'files',
  bulk: 'exports prepared by the other side',
};
export const wayWords = (way: Manifest['waysIn'][number]) => WAYS[way];
