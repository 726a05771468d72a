/** The database cannot be used as it is; the message says what is wrong and what to do. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
}

/** Another holder took over the stream: what this one would write is too late (safety S-10). */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
