import { openTestContext, type OpenedContext } from '@keepwell/connector-sdk/testing';
import { anEncounter } from '../../test/resources.js';
import { fhirR4 } from '../connector.js';

let open: OpenedContext;
beforeEach(() => {
  open = openTestContext(fhirR4, {
    settings: { url: 'https://ehr.example', timezone: 'Europe/London', subscription_secret: 'a-long-secret' },
  });
});
afterEach(() => open.close());

const read = (body: unknown, secret = 'a-long-secret') =>
  fhirR4.readWebhook!(open.context, {
    ...{ method: 'POST', url: 'https://keepwell.example.org/hook', receivedAt: 0 },
    headers: { authorization: `Bearer ${secret}` },
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  });

/** As the R4 backport says it. */
const parameters = (type: string, since: string, events: { number: string; focus?: string }[]) => ({
  resourceType: 'Bundle',
  type: 'history',
  entry: [
    {
      resource: {
        resourceType: 'Parameters',
        parameter: [
          { name: 'subscription', valueReference: { reference: 'https://ehr.example/Subscription/s1' } },
          { name: 'status', valueCode: 'active' },
          { name: 'type', valueCode: type },
          { name: 'events-since-subscription-start', valueString: since },
          ...events.map(({ number, focus }) => ({
            name: 'notification-event',
            part: [
              { name: 'event-number', valueString: number },
              ...(focus === undefined ? [] : [{ name: 'focus', valueReference: { reference: focus } }]),
            ],
          })),
        ],
      },
    },
  ],
});

describe('notifications of subscriptions', () => {
  it('are read as Parameters, too: several events in one call', async () => {
    const events = [
      { number: '3', focus: 'Appointment/a1' },
      { number: '4', focus: 'https://ehr.example/Patient/p1/_history/2' },
    ];
    await expect(read(parameters('event-notification', '4', events))).resolves.toMatchObject({
      verified: 'weak',
      hints: [
        { kind: 'appointment', id: 'a1' },
        { kind: 'patient', id: 'p1' },
      ],
      sequence: { of: 'Subscription/s1', numbers: [3, 4], upTo: 4, begins: false, stopped: null },
    });
  });

  it('of a visit lead to its booking; what cannot be told by id lets the streams be read', async () => {
    const booked = await read(anEncounter('e1', { appointment: [{ reference: 'Appointment/a1' }] }));
    expect(booked.hints.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['appointment a1']);
    await expect(read(anEncounter('e2'))).resolves.toMatchObject({ hints: [], readSoon: true });
    await expect(read(parameters('event-notification', '5', [{ number: '5' }]))).resolves.toMatchObject({
      hints: [],
      readSoon: true,
    });
    await expect(read('')).resolves.toMatchObject({ hints: [], readSoon: true });
  });

  it('X-30 are refused with another secret, and where no secret was set', async () => {
    await expect(read(parameters('heartbeat', '4', []), 'another')).resolves.toMatchObject({ verified: 'no' });
    await open.close();
    open = openTestContext(fhirR4, { settings: { url: 'https://ehr.example', timezone: 'Europe/London' } });
    await expect(read(parameters('heartbeat', '4', []), '')).resolves.toMatchObject({ verified: 'no' });
  });
});
