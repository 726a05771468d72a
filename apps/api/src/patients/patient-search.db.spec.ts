import { newId } from '@keepwell/database';
import type { Practice } from '@keepwell/database';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import type { FoundPatientsDto } from './dto/patient-search.dto.js';

let api: ApiUnderTest;
let practice: Practice;
let coordinator: Browser;
const NOW = Date.parse('2026-03-10T12:00:00Z');

/** Nobody here is on a list: none of them has a case. */
async function aPracticeOf(patients: ReturnType<typeof record>[]) {
  const made = await api.practice({ timezone: 'Europe/London' });
  const { id } = await aConnection(api.database.db, made.id, { name: `Front desk ${newId()}` });
  await storeFor(api.database, { practiceId: made.id, id }, patients, NOW);
  return made;
}

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = NOW;
  practice = await aPracticeOf([
    record('patient', 'P-1', { givenName: 'Ana', familyName: 'Quillfeather', phone: '+441632960111' }),
    record('patient', 'P-2', { givenName: 'Bram', familyName: 'Quillfeather', phone: '+441632960222' }),
    record('patient', 'P-4', { givenName: 'Edda', familyName: 'Marrow', phone: '+441632960444' }),
    record('patient', 'P-5', { givenName: 'Edda', familyName: 'Thistle', phone: '+441632960555', mergedInto: 'P-4' }),
    record('patient', 'P-3', { givenName: 'Dell', familyName: '100%_sure', phone: null }),
  ]);
  await aPracticeOf([
    record('patient', 'P-9', { givenName: 'Ana', familyName: 'Quillfeather', phone: '+441632960111' }),
  ]);
  coordinator = await api.signedIn(practice.id, ['coordinator']);
});
afterAll(() => api.close());

const search = (q: string, limit = 10) => coordinator.post<FoundPatientsDto>('/api/v1/patients/search', { q, limit });
const namesOf = async (q: string) => (await search(q)).body.items.map(({ name }) => name);

describe('S4-06 a patient looked for', () => {
  it('S4-06 is found among all of the practice, and of no other, by words of the name in any order', async () => {
    const { body } = await search('quillf ana');
    expect(body).toMatchObject({
      items: [{ name: 'Ana Quillfeather', phone: '•••• 11', sourceIds: ['P-1'] }],
      more: false,
    });
    expect(await namesOf('quillfeather')).toEqual(['Ana Quillfeather', 'Bram Quillfeather']);
    expect((await search('quillfeather', 1)).body).toMatchObject({ items: [{ name: 'Ana Quillfeather' }], more: true });
  });

  it('S4-06 is found by a phone number however it is written, and by the id of the source', async () => {
    for (const q of ['01632 960222', '+44 1632 960222', '(01632) 960-222', 'p-2'])
      expect([q, await namesOf(q)]).toEqual([q, ['Bram Quillfeather']]);
    expect(await namesOf('999')).toEqual([]);
  });

  it('S4-06 is found by any of their records, and named once', async () => {
    for (const q of ['marrow', 'thistle', 'edda', '01632 960555', 'p-5'])
      expect([q, (await search(q, 1)).body]).toMatchObject([
        q,
        { items: [{ name: 'Edda Marrow', phone: '•••• 44', sourceIds: ['P-4', 'P-5'] }], more: false },
      ]);
  });

  it('takes no letter for a joker, and leaves nothing of what was typed in the trail', async () => {
    expect(await namesOf('100%_')).toEqual(['Dell 100%_sure']);
    expect(await namesOf('%%')).toEqual([]);
    expect(await search('   ')).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    const trail = await api.database.asSuperuser<{ row: string }>(
      `select a::text as row from audit_event a where event = 'patients.searched'`,
    );
    expect(trail.length).toBeGreaterThan(3);
    expect(trail.some(({ row }) => /quillf|960222|100%/i.test(row))).toBe(false);
  });

  it('is not looked for by those who see no patients', async () => {
    const integrator = await api.signedIn(practice.id, ['integrator']);
    expect((await integrator.post('/api/v1/patients/search', { q: 'ana' })).status).toBe(403);
  });
});
