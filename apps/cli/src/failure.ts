/** Something a person can put right: the sentence says what, where, and what to do. Exit code 1. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

/** The command was called wrongly. Exit code 2. */
export class UsageWrong extends Error {
  override readonly name = 'UsageWrong';
}

/** Errors of ours whose message is already written for a person. */
const SPOKEN = new Set([
  'CommandFailed',
  'SettingsWrong',
  'RetryLater',
  'ConnectorBroken',
  'RecordUnreadable',
  'EnvironmentWrong',
  'DatabaseUnusable',
  'RuleParameterWrong',
  'ZoneUnknown',
]);

/** The system's word for what went wrong, `ENOENT` and the like. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** The sentence for the person at the keyboard. */
export function sentenceFor(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error) || typeof error.message !== 'string') {
    return `Keepwell has a fault here: ${String(error)}`;
  }
  if ('name' in error && typeof error.name === 'string' && SPOKEN.has(error.name)) return error.message;
  switch (codeOf(error)) {
    case 'ENOSPC':
      return 'The disk is full: make room and run the command again.';
    case 'EACCES':
    case 'EPERM':
      return `This account may not do that: ${error.message}`;
    case 'ECONNREFUSED':
      return `Nobody answers at the address that was given: ${error.message}`;
    default:
      return `Keepwell has a fault here: ${error.message} (add --trace to see where, and report it)`;
  }
}
