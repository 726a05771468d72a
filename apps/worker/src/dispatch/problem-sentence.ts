/** Errors whose sentences are written for people and hold ids only (libs/connector-sdk, libs/database). */
const SPEAKING = new Set([
  'RetryLater',
  'SettingsWrong',
  'RecordUnreadable',
  'ConnectorBroken',
  'LeaseLost',
  'OutboundRefused',
]);

/**
 * What may be kept and logged of an error. Messages of other errors are left out: a database's or a parser's may quote
 * the value it stumbled over, and that value may be a patient's.
 */
export function problemSentence(error: unknown): string {
  if (!(error instanceof Error)) return 'Something that is no error was thrown';
  if (SPEAKING.has(error.name)) return error.message;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return `${error.name}${code}${placeOf(error)}`;
}

/** Where it was thrown, as file and line; the first line of a stack is the message and stays out. */
function placeOf(error: Error): string {
  const frame = error.stack?.split('\n').find((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  const place = frame?.match(/([\w.-]+\/[\w.-]+:\d+):\d+\)?$/)?.[1];
  return place === undefined ? '' : ` at ${place}`;
}
