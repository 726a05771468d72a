import { createHash } from 'node:crypto';
import {
  ConnectorBroken,
  isSameSecret,
  readJson,
  type ConnectorContext,
  type Hint,
  type WebhookReading,
  type WebhookRequest,
} from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import { isResource, many, text, type Resource } from '../element.js';
import { isBundle, readBundle, type Notification } from './notification.js';

/** Types whose change is one record of ours with the id of the resource; of the others the streams are read. */
const TOLD_AS: Record<string, { kind: RecordKind; id: (id: string) => string }> = {
  Location: { kind: 'location', id: (id) => id },
  Practitioner: { kind: 'practitioner', id: (id) => id },
  HealthcareService: { kind: 'service', id: (id) => id },
  Patient: { kind: 'patient', id: (id) => id },
  CarePlan: { kind: 'plan', id: (id) => id },
  Task: { kind: 'recall', id: (id) => `Task/${id}` },
  Appointment: { kind: 'appointment', id: (id) => id },
  Invoice: { kind: 'invoice', id: (id) => id },
  Consent: { kind: 'consent', id: (id) => id },
  Communication: { kind: 'communication', id: (id) => id },
};

const REFUSED: WebhookReading = { verified: 'no', dedupeKey: 'refused', hints: [] };

/**
 * A notification of a subscription. A secret in a header proves who calls and nothing of what is said: whatever it brings is read again by
 * id. Events are counted, so that one which never came is noticed.
 */
export function readNotification(context: ConnectorContext, request: WebhookRequest): WebhookReading {
  const secret = context.settings['subscription_secret'];
  const given = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (typeof secret !== 'string' || !isSameSecret(given, secret)) return REFUSED;
  const nothing: WebhookReading = { verified: 'weak', dedupeKey: digest(request.body), hints: [] };
  // A subscription without payload says that something changed, and not what.
  if (request.body.toString('utf8', 0, 64).trim() === '') {
    return request.method === 'POST' ? { ...nothing, readSoon: true } : nothing;
  }
  const reading = readJson(request.body);
  if (!reading.read || !isResource(reading.value)) throw new ConnectorBroken('This call holds no FHIR resource.');
  const value = reading.value;
  if (!isBundle(value)) return { ...nothing, ...changed([], [value]) };
  const notification = readBundle(value);
  if (notification === null) throw new ConnectorBroken('This Bundle is no notification of a subscription.');
  return { ...nothing, ...told(notification) };
}

function told(notification: Notification): Partial<WebhookReading> {
  const { type, subscription, status, total, events } = notification;
  const numbers = events.flatMap((event) => event.number ?? []);
  const sequence: WebhookReading['sequence'] = {
    of: subscription,
    numbers,
    // Counted from the beginning; a server that does not say it is believed by the numbers of its events.
    upTo: total ?? Math.max(0, ...numbers),
    begins: type === 'handshake',
    stopped: status === 'error' || status === 'off' ? status : null,
  };
  const key = JSON.stringify([subscription, type, events.map(({ number: of, at }) => [of, at])]);
  const dedupeKey = numbers.length > 0 ? digest(Buffer.from(key)) : undefined;
  if (type === 'handshake') return { sequence, reply: { status: 200 } };
  if (type !== 'event-notification') return { sequence };
  const focuses = events.flatMap(({ focus }) => focus ?? []);
  return {
    sequence,
    ...(dedupeKey === undefined ? {} : { dedupeKey }),
    ...changed(focuses, notification.resources),
    ...(focuses.length + notification.resources.length === 0 ? { readSoon: true } : {}),
  };
}

function changed(references: string[], resources: Resource[]): Pick<WebhookReading, 'hints' | 'readSoon'> {
  const hints = new Map<string, Hint>();
  let readSoon = false;
  const note = (type: string, id: string) => {
    const as = TOLD_AS[type];
    if (as === undefined) {
      readSoon = true;
      return;
    }
    hints.set(`${as.kind} ${as.id(id)}`, { kind: as.kind, id: as.id(id), at: null });
  };
  for (const reference of references) noteReference(reference, resources, note);
  for (const resource of resources) {
    const id = text(resource, 'id');
    if (id === null) continue;
    // The outcome of a booking: the booking is what is read again. A visit that nobody booked comes with its stream.
    const booked = resource.resourceType === 'Encounter' ? many(resource, 'appointment') : [];
    const named = booked.flatMap(
      (entry) => /Appointment\/([A-Za-z0-9\-.]{1,64})$/.exec(text(entry, 'reference') ?? '')?.[1] ?? [],
    );
    if (named.length > 0) for (const appointment of named) note('Appointment', appointment);
    else note(resource.resourceType, id);
  }
  return { hints: [...hints.values()], ...(readSoon ? { readSoon } : {}) };
}

function noteReference(reference: string, resources: Resource[], note: (type: string, id: string) => void): void {
  const match = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.*)?$/.exec(reference);
  const [, type, id] = match ?? [];
  if (type === undefined || id === undefined) return;
  const came = resources.some((resource) => resource.resourceType === type && text(resource, 'id') === id);
  if (!came) note(type, id);
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 32);
}
