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

/** The sentence for the person at the keyboard. */
export function sentenceFor(error: unknown): string {
  if (!(error instanceof Error)) return `Something went wrong that Keepwell does not understand: ${String(error)}`;
  if (SPOKEN.has(error.name)) return error.message;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  switch (code) {
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
