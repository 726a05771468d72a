import type { WriteOperation } from '../../api.sources.types.js';
import { appointedText } from '../../ui/dates.js';

const CHANNELS: Record<string, string> = { call: 'a call', sms: 'a text message', email: 'an e-mail' };

/** "Booking for Wed 25 Nov 2026, 09:00, Knee with J. Lee": what was to stand in the other system. */
export function writeSentence({ kind, shown }: Pick<WriteOperation, 'kind' | 'shown'>, zone: string): string {
  const { startsAt, channel = '', direction } = shown;
  if (kind === 'log_contact') {
    const of = CHANNELS[channel] ?? 'a contact';
    const at = startsAt === undefined ? '' : ` of ${appointedText(startsAt, zone)}`;
    return `Note of ${of}${direction === 'in' ? ' from the patient' : ''}${at}`;
  }
  const visit = visitText({ startsAt: startsAt ?? null, ...shown }, zone);
  return kind === 'book' ? `Booking for ${visit}` : `Cancellation of ${visit}`;
}

interface Visit {
  startsAt?: string | null;
  practitionerName?: string | null;
  serviceName?: string | null;
}

export function visitText({ startsAt, practitionerName, serviceName }: Visit, zone: string): string {
  const when = startsAt ? appointedText(startsAt, zone) : 'a visit';
  const what = serviceName ? `, ${serviceName}` : '';
  return `${when}${what}${practitionerName ? ` with ${practitionerName}` : ''}`;
}
