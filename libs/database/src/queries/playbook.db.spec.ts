import { type Database, newId, PlaybookQueries, type PlaybookSeed } from '@keepwell/database';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';

const at = new Date('2026-11-20T10:00:00Z');
const queries = new PlaybookQueries();
const playbook = (body = 'Hi {{ patient.givenName }}, {{ practice.name }} here.'): PlaybookSeed => ({
  specialty: 'PT',
  templates: [
    {
      ...{ key: 'a', version: 1, channel: 'sms', language: 'en', purpose: 'service', name: 'A', subject: null },
      body,
    },
  ],
  sequences: [
    {
      ...{ key: 's', version: 1, name: 'S', purpose: 'service', rules: ['R05'] },
      steps: [{ afterDays: 0, afterHours: 0, channel: 'sms', template: 'a', expiresAfterDays: 1 }],
    },
  ],
});

let database: TestDatabase;
let db: Database;
let practiceId: string;
let [author, second]: string[] = [];

beforeAll(async () => {
  database = await databaseForThisFile();
  db = database.db;
});
afterAll(() => database.close());
beforeEach(async () => {
  practiceId = (await aPractice(db)).id;
  [author, second] = [newId(), newId()];
});

const seed = (texts = [playbook()], approveAs: 'simulation' | null = null) =>
  db.inPractice(practiceId, (tx) => queries.seed(tx, practiceId, texts, { approveAs, at }));
const templates = () => db.inPractice(practiceId, (tx) => queries.templates(tx));
const sequences = () => db.inPractice(practiceId, (tx) => queries.sequences(tx));
const approve = (kind: 'template' | 'sequence', id: string, by: string) =>
  db.inPractice(practiceId, (tx) => queries.approve(tx, kind, id, by, at));
const idOf = async (kind: 'template' | 'sequence') =>
  (kind === 'template' ? await templates() : await sequences())[0]?.id ?? '';

describe('the playbook of a practice', () => {
  it('C-12 comes as drafts, once, however often and from however many it is brought in', async () => {
    await Promise.all([seed(), seed(), seed(), seed()]);
    expect(await seed()).toEqual({ templates: 0, sequences: 0 });
    expect(await templates()).toMatchObject([
      {
        key: 'a',
        version: 1,
        state: 'draft',
        origin: 'playbook',
        body: playbook().templates[0]?.body,
        authorName: null,
      },
    ]);
    expect(await sequences()).toMatchObject([
      {
        key: 's',
        version: 1,
        state: 'draft',
        specialties: ['PT'],
        rules: ['R05'],
        steps: playbook().sequences[0]?.steps,
      },
    ]);
  });

  it('the simulation finds it approved', async () => {
    await seed([playbook()], 'simulation');
    expect(await templates()).toMatchObject([
      { state: 'approved', approvedAt: at.toISOString(), approvedByName: null },
    ]);
    expect(await sequences()).toMatchObject([{ state: 'approved' }]);
    await seed([playbook('{{ practice.name }}: another wording.')], 'simulation');
    expect((await templates()).map(({ version, state }) => [version, state])).toEqual([
      [2, 'approved'],
      [1, 'retired'],
    ]);
  });

  it('C-12 another wording is another version and a draft; the approved one goes on being used', async () => {
    await seed();
    expect(await approve('template', await idOf('template'), second ?? '')).toBe('approved');
    const other = [playbook('{{ practice.name }}: another wording.')];
    expect(await seed(other)).toEqual({ templates: 1, sequences: 0 });
    expect(await seed(other)).toEqual({ templates: 0, sequences: 0 });
    expect(await seed()).toEqual({ templates: 0, sequences: 0 });
    expect((await templates()).map(({ version, state }) => [version, state])).toEqual([
      [2, 'draft'],
      [1, 'approved'],
    ]);
    expect(await approve('template', await idOf('template'), second ?? '')).toBe('approved');
    expect((await templates()).map(({ version, state }) => [version, state])).toEqual([
      [2, 'approved'],
      [1, 'retired'],
    ]);
  });

  it('C-12 nobody approves what they wrote', async () => {
    await seed();
    await database.asSuperuser('update message_template set author_user_id = $1 where practice_id = $2', [
      author,
      practiceId,
    ]);
    const id = await idOf('template');
    expect(await approve('template', id, author ?? '')).toBe('own');
    expect(await templates()).toMatchObject([{ state: 'draft', approvedAt: null }]);
    expect(await approve('template', id, second ?? '')).toBe('approved');
    expect(await approve('template', id, second ?? '')).toBe('not_draft');
    expect(await approve('template', newId(), second ?? '')).toBe('not_found');
  });

  it('C-12 X-36 of many who approve at once one does', async () => {
    await seed();
    const id = await idOf('template');
    const answers = await Promise.all(Array.from({ length: 20 }, () => approve('template', id, second ?? '')));
    expect(answers.filter((answer) => answer === 'approved')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'not_draft')).toHaveLength(19);
  });

  it('C-12 a sequence needs its texts approved first', async () => {
    await seed();
    const id = await idOf('sequence');
    expect(await approve('sequence', id, second ?? '')).toBe('texts_missing');
    await approve('template', await idOf('template'), second ?? '');
    expect(await approve('sequence', id, second ?? '')).toBe('approved');
  });

  it('N-02 another practice sees and approves nothing of it', async () => {
    await seed();
    const id = await idOf('template');
    practiceId = (await aPractice(db)).id;
    expect(await templates()).toEqual([]);
    expect(await approve('template', id, second ?? '')).toBe('not_found');
  });

  it('knows the specialties by the records and by the settings', async () => {
    const specialties = () => db.inPractice(practiceId, (tx) => queries.specialties(tx));
    expect(await specialties()).toEqual([]);
    await database.asSuperuser(`update practice set settings = '{"specialty":"DE"}' where id = $1`, [practiceId]);
    expect(await specialties()).toEqual(['DE']);
  });
});
