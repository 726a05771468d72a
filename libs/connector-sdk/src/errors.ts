/**
 * The four things that can go wrong in a connector, sorted by what the caller does next.
 * Messages are shown to a practice: one sentence, ids only, never a patient's name or contact details.
 */

/** The other side is busy or briefly away: try again, not before `afterMs`. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  constructor(
    message: string,
    readonly afterMs: number | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A person must change the settings or the permissions; `field` names the setting where one is to blame. */
export class SettingsWrong extends Error {
  override readonly name = 'SettingsWrong';
  constructor(
    readonly field: string | null,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** One record cannot be understood; it is put aside and counted, the rest goes on. */
export class RecordUnreadable extends Error {
  override readonly name = 'RecordUnreadable';
  constructor(
    readonly recordId: string | null,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The other side answers something this connector was not written for: stop and report. */
export class ConnectorBroken extends Error {
  override readonly name = 'ConnectorBroken';
}

/**
 * Only from `write`, and none of the four on purpose: the request left, and nobody knows what became of it. Whoever called looks with
 * `findWritten` before anything is tried again.
 */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}
