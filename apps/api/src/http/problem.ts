/**
 * Everything that can be wrong with a request, as RFC 9457 problems. Codes are stable: programs branch on them.
 * Sentences are for people and hold ids only, never what a patient is called or how to reach them.
 */
export const PROBLEMS = {
  invalid_request: [400, 'The request is not understood'],
  cursor_wrong: [400, 'This page marker does not fit the question'],
  not_signed_in: [401, 'Sign in first'],
  sign_in_failed: [401, 'E-mail address or password is wrong'],
  link_not_valid: [401, 'This link has been used or has expired'],
  not_allowed: [403, 'Your role does not allow this'],
  no_practice: [403, 'You do not belong to a practice'],
  second_person_needed: [403, 'Somebody else has to approve this'],
  origin_refused: [403, 'This request did not come from the console'],
  not_found: [404, 'There is nothing here'],
  method_not_allowed: [405, 'This is not how to ask for it'],
  conflict: [409, 'This does not fit the present state'],
  sync_running: [409, 'This connection is being read already'],
  in_hand_of_another: [409, 'Somebody else has this patient in hand'],
  not_in_hand: [409, 'Claim the case first'],
  nothing_to_undo: [409, 'There is nothing to take back'],
  draft_stale: [409, 'The preview is too old to be approved'],
  preview_changed: [409, 'The preview is no longer what would be sent'],
  case_moved_on: [409, 'This case has moved on'],
  too_large: [413, 'The request is too large'],
  media_type_wrong: [415, 'Send JSON'],
  booking_refused: [422, 'This booking cannot be made'],
  file_refused: [422, 'This file cannot be taken'],
  settings_wrong: [422, 'The settings cannot be used'],
  may_not_contact: [422, 'This patient may not be contacted this way'],
  no_address: [422, 'There is no address to keep from use'],
  next_step_missing: [422, 'Say what happens next'],
  password_refused: [422, 'This password cannot be used'],
  too_many_attempts: [429, 'Too many attempts'],
  too_many_streams: [429, 'Too many open windows'],
  internal: [500, 'Something went wrong on our side'],
  too_busy: [503, 'There is too much to do just now'],
  database_away: [503, 'The database cannot be reached'],
  too_slow: [503, 'The answer took too long'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail: string;
  requestId: string;
  errors?: string[];
  field?: string;
  holder?: { id: string; name: string };
  until?: string;
}

interface ProblemExtras {
  /** One sentence each: what is wrong with which property. */
  errors?: string[];
  /** The setting to blame. */
  field?: string;
  /** Who of the team has it in hand. */
  holder?: { id: string; name: string };
  /** Until when it stands in the way. */
  until?: string;
  retryAfterSeconds?: number;
}

/** Thrown by services and guards; the filter turns it into the answer. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: ProblemCode,
    detail?: string,
    readonly extras: ProblemExtras = {},
    options?: ErrorOptions,
  ) {
    super(detail ?? `${PROBLEMS[code][1]}.`, options);
  }

  get status(): number {
    return PROBLEMS[this.code][0];
  }

  body(requestId: string): ProblemBody {
    const { errors, field, holder, until } = this.extras;
    return {
      type: `urn:keepwell:problem:${this.code}`,
      title: PROBLEMS[this.code][1],
      status: this.status,
      code: this.code,
      detail: this.message,
      requestId,
      ...(errors === undefined ? {} : { errors }),
      ...(field === undefined ? {} : { field }),
      ...(holder === undefined ? {} : { holder }),
      ...(until === undefined ? {} : { until }),
    };
  }
}
