import { apiUnderTest, type ApiUnderTest } from '../../../../test/support/api-under-test.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest();
});
afterAll(() => api.close());

describe('the port of a listener', () => {
  it('N-05 is one connection’s on the whole server: nobody takes the line of another practice, paused or not', async () => {
    const [ours, theirs] = [await api.practice(), await api.practice()];
    const [us, them] = [await api.signedIn(ours.id, ['integrator']), await api.signedIn(theirs.id, ['integrator'])];
    const wanted = (port: number) => ({
      connector: 'hl7-v2',
      name: `port ${port}`,
      settings: { port, security: 'plain' },
    });
    const refused = { status: 422, body: { code: 'settings_wrong', field: 'port' } };
    const first = await them.post<{ id: string }>('/api/v1/connections', wanted(27_575));
    expect(first.status).toBe(201);
    expect(await us.post('/api/v1/connections', wanted(27_575))).toMatchObject(refused);
    expect((await them.send('PATCH', `/api/v1/connections/${first.body.id}`, { state: 'paused' })).status).toBe(200);
    const own = await us.post<{ id: string }>('/api/v1/connections', wanted(27_576));
    expect(own.status).toBe(201);
    const move = (port: number) =>
      us.send('PATCH', `/api/v1/connections/${own.body.id}`, { settings: { port, security: 'plain' } });
    expect(await move(27_575)).toMatchObject(refused);
    expect((await move(27_576)).status).toBe(200);
    expect((await move(27_577)).status).toBe(200);
  });
});
