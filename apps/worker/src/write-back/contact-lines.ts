import type { ContactToLog } from '@keepwell/database';

/** One line for the patient's record in the other system: what was done, by whom, how it ended. Never what was said. */
export function contactLine({ channel, outcome, byName, templateName }: ContactToLog): string {
  const by = byName === null ? '' : ` by ${byName}`;
  if (channel === 'call') return `Keepwell: called${by}${outcome === null ? '' : `, ${outcome.replaceAll('_', ' ')}`}.`;
  const what = channel === 'sms' ? 'text message' : 'e-mail';
  return `Keepwell: ${what} sent${templateName === null ? '' : ` ("${templateName}")`}.`;
}
