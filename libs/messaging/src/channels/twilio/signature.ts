import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';

/**
 * Did Twilio sign this form post? `url` is the public address as Twilio called it, query included; the keys are the account's auth
 * tokens (not an API key's secret), two while one is being replaced. There is no time in the signature: a replay is told by its ids.
 */
export function isTwilioSignature(
  tokens: string | readonly string[],
  signature: string | null | undefined,
  url: string,
  params: Record<string, string | string[]>,
): boolean {
  if (signature === null || signature === undefined || signature === '') return false;
  // Every token is tried, whatever the first said: how long it takes tells nothing.
  const fits = [tokens].flat().map((token) => token !== '' && validateRequest(token, signature, url, params));
  return fits.includes(true);
}
