/** What of a listed message tells whether it is ours. */
export interface ListedMessage {
  to: string;
  body: string;
  direction: string;
  dateCreated: Date | null;
}

/** Put before every text by a trial account. */
const TRIAL = 'Sent from your Twilio trial account - ';

/**
 * The same number and the same text, outbound, made in the window. The same text sent twice to one number within the window cannot be told
 * apart: then it counts as found, and nothing is sent again. An account that replaces characters (smart encoding) or discards bodies
 * (content retention) is not recognised by text; there a person decides.
 */
export function sameMessage(
  listed: ListedMessage,
  ours: { to: string; text: string },
  between: { from: number; to: number },
): boolean {
  if (!listed.direction.startsWith('outbound') || listed.to !== ours.to) return false;
  if (listed.body !== ours.text && listed.body !== `${TRIAL}${ours.text}`) return false;
  const at = listed.dateCreated?.getTime() ?? Number.NaN;
  // Without a time the window of the question must do.
  return Number.isNaN(at) || (at >= between.from && at <= between.to);
}
