/**
 * A row that is put aside. The message goes into logs and reports: it names the column, never what stands in the cell,
 * because in a shifted row any cell may hold a patient's name.
 */
export class RowUnreadable extends Error {
  override readonly name = 'RowUnreadable';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A clock time without offset for which no zone is known: not one row's fault but a missing setting (Q17). */
export class ZoneMissing extends Error {
  override readonly name = 'ZoneMissing';
  constructor(readonly column: string) {
    super(`${column} has no offset and no zone is known for it`);
  }
}
