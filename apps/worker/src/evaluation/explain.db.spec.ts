import { Explainer, type Connection } from '@keepwell/database';
import { evaluationOfStored, RULES, type SourceRecord, type StoredAnswer } from '@keepwell/domain';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { at, gone, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { EvaluationRunner } from './evaluation-runner.js';

let test: TestDatabase;
let connection: Connection;
let practiceId: string;
let personId: string;

const store = (records: SourceRecord[], now: string) => storeFor(test, connection, records, at(now));
const explain = (asOf: string) => new Explainer(test.db).explain({ practiceId, personId, asOf: at(asOf) });
const clocks = (created: string, updated: string) => ({ created, updated });

beforeAll(async () => {
  test = await databaseForThisFile();
  ({ id: practiceId } = await aPractice(test.db));
  connection = await aConnection(test.db, practiceId);
  await store(
    [
      record('location', 'main', {}, clocks('2024-01-01T00:00Z', '2024-01-01T00:00Z')),
      record('service', 'pt', {}, clocks('2024-01-01T00:00Z', '2024-01-01T00:00Z')),
      record('patient', 'p1', {}, clocks('2025-01-01T00:00Z', '2025-01-01T00:00Z')),
      record(
        'appointment',
        'a1',
        { patientId: 'p1', serviceId: 'pt', startsAt: '2025-02-25T10:00Z' },
        clocks('2025-02-20T10:00Z', '2025-02-20T10:00Z'),
      ),
    ],
    '2025-02-20T10:05Z',
  );
  const a1 = { patientId: 'p1', serviceId: 'pt', startsAt: '2025-02-25T10:00Z', status: 'completed' as const };
  await store([record('appointment', 'a1', a1, clocks('2025-02-20T10:00Z', '2025-02-25T11:00Z'))], '2025-02-25T11:05Z');
  const a2 = { patientId: 'p1', serviceId: 'pt', startsAt: '2025-03-04T10:00Z' };
  await store([record('appointment', 'a2', a2, clocks('2025-02-25T11:00Z', '2025-02-25T11:00Z'))], '2025-02-25T11:05Z');
  const lost = {
    ...a2,
    status: 'cancelled' as const,
    cancelledAt: '2025-03-03T10:00Z',
    cancelledBy: 'patient' as const,
  };
  await store(
    [record('appointment', 'a2', lost, clocks('2025-02-25T11:00Z', '2025-03-03T10:00Z'))],
    '2025-03-03T10:05Z',
  );
  const a3 = { ...a2, startsAt: '2025-03-20T10:00Z' };
  await store([record('appointment', 'a3', a3, clocks('2025-03-07T09:00Z', '2025-03-07T09:00Z'))], '2025-03-07T09:05Z');
  await store([gone('appointment', 'a3', '2025-03-10T09:00Z')], '2025-03-10T09:05Z');
  const [row] = await test.asSuperuser<{ person_id: string }>('select person_id from patient where practice_id = $1', [
    practiceId,
  ]);
  personId = row?.person_id ?? '';
});
afterAll(() => test.close());

const rulesAt = async (asOf: string) => (await explain(asOf))?.findings.map(({ rule }) => rule);

describe('explaining the past', () => {
  it('sees at each instant what was known then, and nothing that came later', async () => {
    // Booked for the next day, nothing to say; seen, with the next one booked; lost; booked again; that one deleted.
    expect(await explain('2025-02-24T12:00Z')).toMatchObject({
      state: 'on_track',
      lastVisitOn: null,
      nextBookingAt: at('2025-02-25T10:00Z'),
    });
    expect(await explain('2025-02-26T12:00Z')).toMatchObject({
      state: 'on_track',
      lastVisitOn: '2025-02-25',
      nextBookingAt: at('2025-03-04T10:00Z'),
    });
    expect(await rulesAt('2025-03-06T12:00Z')).toEqual(['R05', 'R10']);
    expect(await explain('2025-03-08T12:00Z')).toMatchObject({
      state: 'on_track',
      nextBookingAt: at('2025-03-20T10:00Z'),
    });
    expect(await rulesAt('2025-03-12T12:00Z')).toEqual(['R05', 'R10']);
  });

  it('X01: gives every rule a verdict, and every fact its source and both clocks', async () => {
    const answer = await explain('2025-03-06T12:00Z');
    expect(answer?.verdicts).toHaveLength(RULES.length);
    expect(answer?.verdicts.every(({ says }) => says.length > 0)).toBe(true);
    const [finding] = answer?.findings ?? [];
    expect(finding?.facts).toContainEqual(
      expect.objectContaining({
        kind: 'appointment',
        id: 'a2',
        source: connection.id,
        effectiveAt: at('2025-03-03T10:00Z'),
        recordedAt: at('2025-03-03T10:00Z'),
      }),
    );
    // When they came, and when that was entered.
    expect(answer?.findings.flatMap(({ facts }) => facts)).toContainEqual(
      expect.objectContaining({ id: 'a1', effectiveAt: at('2025-02-25T10:00Z'), recordedAt: at('2025-02-25T11:00Z') }),
    );
    expect(finding?.clearsWhen).not.toBe('');
  });

  it('says of now what is stored', async () => {
    const now = at('2025-03-12T12:00Z');
    await new EvaluationRunner(test.db).run({ practiceId, now });
    const [stored] = await test.asSuperuser<{ answer: StoredAnswer }>(
      `select said::json as answer from evaluation where person_id = $1`,
      [personId],
    );
    expect(JSON.parse(JSON.stringify(await explain('2025-03-12T12:00Z')))).toEqual(
      stored === undefined ? null : evaluationOfStored(stored.answer, now),
    );
  });

  it('has nothing to say about nobody', async () => {
    expect(
      await new Explainer(test.db).explain({ practiceId, personId: connection.id, asOf: at('2025-03-12T12:00Z') }),
    ).toBeNull();
  });
});
