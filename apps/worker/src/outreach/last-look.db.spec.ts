import { type Connector, RetryLater } from '@keepwell/connector-sdk';
import { SecretStore } from '@keepwell/database';
import type { SourceRecord } from '@keepwell/domain';
import { openFolders } from '@keepwell/connector-sdk';
import { createGuardedHttp } from '@keepwell/outbound';
import { pino } from 'pino';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { HOUR, NOON, oneMessage } from '../../../../test/support/outreach/one-message.js';
import { eventsOf, messageOf, outreachUnderTest } from '../../../../test/support/outreach/outreach-under-test.js';
import { pagedConnector } from '../../../../test/support/paged-connector.js';
import { record } from '../../../../test/support/source-records.js';
import { Pace } from '../pace/pace.js';
import { Sources } from '../pace/sources.js';
import { LastLook } from './last-look.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

type Fetch = NonNullable<Connector['fetchOne']>;

/** One text that is due to somebody whose practice's system answers like this when it is asked for them. */
async function beforeSending(fetchOne: Fetch | undefined) {
  const { practice, patient, id } = await oneMessage(test);
  const [person] = await test.asSuperuser<{ source_id: string; phone: string }>(
    'select source_id, phone from patient where id = $1',
    [patient.personId],
  );
  const asked: string[] = [];
  const connector = pagedConnector([], {
    ...(fetchOne === undefined
      ? {}
      : {
          fetchOne: (context, kind, sourceId) => {
            asked.push(kind);
            return fetchOne(context, kind, sourceId);
          },
        }),
  });
  const log = pino({ level: 'silent' });
  const secrets = new SecretStore(test.masterKey);
  const now = () => NOON;
  const pace = new Pace({ database: test.db, http: createGuardedHttp({ exceptions: [] }), now });
  const sources = new Sources({
    ...{ database: test.db, secrets, folders: openFolders({ allow: 'any' }), log, pace, now },
    findConnector: () => connector,
  });
  const lastLook = new LastLook({ database: test.db, secrets, sources, log, now });
  const { sender } = outreachUnderTest(test, { hours: 'daytime', now, lastLook });
  const sent = async () =>
    (await test.asSuperuser('select from local_delivery where practice_id = $1', [practice.id])).length;
  return { practice, id, person, asked, sent, send: () => sender.send(practice.id, id) };
}

const patient = (id: string, data: Record<string, unknown>): SourceRecord =>
  record('patient', id, { phone: '+447700900123', ...data }, { updated: NOON - 1000 });

describe('the last look before somebody is written to', () => {
  it.each([
    ['died', { deceasedAt: NOON - HOUR }],
    ['is not to be contacted any more', { doNotContact: true }],
    ['is in a dispute', { hold: 'complaint' }],
  ])('X05 stops the text to somebody who %s since the last poll', async (_, data) => {
    const look = await beforeSending((_context, kind, id) =>
      Promise.resolve(kind === 'patient' ? patient(id, data) : 'forbidden'),
    );
    expect(await look.send()).toBe('cancelled');
    expect(look.asked).toContain('patient');
    expect(await look.sent()).toBe(0);
  });

  it('X05 stops the text when the source no longer has them', async () => {
    const look = await beforeSending(() => Promise.resolve('gone'));
    expect(await look.send()).not.toBe('accepted');
    expect(await look.sent()).toBe(0);
  });

  it('X05 lets nothing leave while the source cannot be asked, and asks again', async () => {
    let away = true;
    const look = await beforeSending((_context, kind, id) => {
      if (away) throw new RetryLater('The server is busy.', 60_000);
      return Promise.resolve(kind === 'patient' ? patient(id, {}) : 'forbidden');
    });
    expect(await look.send()).toBe('replanned');
    expect(await look.sent()).toBe(0);
    expect(await messageOf(test, look.id)).toMatchObject({ state: 'planned', dueAt: new Date(NOON + 5 * 60_000) });
    expect(await eventsOf(test, look.id)).toEqual(['replanned']);
    away = false;
    await test.asSuperuser('update outbox_message set due_at = $2 where id = $1', [look.id, new Date(NOON - 1)]);
    expect(await look.send()).toBe('accepted');
    expect(await look.sent()).toBe(1);
  });

  it('sends as before where single records cannot be asked for', async () => {
    const look = await beforeSending(undefined);
    expect(await look.send()).toBe('accepted');
    expect(look.asked).toEqual([]);
  });
});
