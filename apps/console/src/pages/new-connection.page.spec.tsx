import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { aConnection, signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';

const check = {
  ok: true,
  sourceName: 'Simulated practice 4.0',
  timezone: 'Europe/London',
  problems: [],
  missing: [{ part: 'payments', says: 'This server offers no payments: R21 says “no data”.' }],
  counts: { patient: 1204 },
  notes: ['Column “ref_src” is not known and is ignored.'],
  proposal: { appointments: { startsAt: 'appt_time' } },
};

describe('connecting a source', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const chooseFhir = async () => {
    page = await renderConsole(server, '/connections/new');
    fireEvent.click(await screen.findByRole('radio', { name: /FHIR R4 server/ }));
  };
  const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

  beforeEach(() => {
    server = signedIn(new ContractServer(), { roles: ['integrator'] })
      .answer('POST', '/connections/check', { body: check })
      .answer('POST', '/connections', {
        status: 201,
        body: { ...aConnection({ id: 'new' }), settings: {}, secretsSet: [] },
      });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('draws the form from the connector’s settings schema', async () => {
    await chooseFhir();
    expect(screen.getByLabelText('Server address').getAttribute('type')).toBe('url');
    expect(screen.getByLabelText('Client secret').getAttribute('type')).toBe('password');
    expect(screen.getByLabelText<HTMLInputElement>('Records per page').value).toBe('200');
    expect(screen.getByRole('switch', { name: 'Keep test records' })).toBeTruthy();
    expect(screen.getByText('Fill in Server address, or Folder of Bundles.')).toBeTruthy();
  });

  it('asks for what is needed before it asks the server', async () => {
    await chooseFhir();
    fireEvent.click(screen.getByRole('button', { name: 'Test' }));
    expect(await screen.findByText('Needed: Server address, or Folder of Bundles.')).toBeTruthy();
    type('Server address', 'not an address');
    expect(await screen.findByText(/A full address/)).toBeTruthy();
    expect(server.askedFor('POST', '/connections/check')).toHaveLength(0);
  });

  it('S2-29 says after a test exactly what the source cannot give, and shows proposals and notes', async () => {
    await chooseFhir();
    type('Server address', 'https://ehr.example.org/fhir');
    fireEvent.click(screen.getByRole('button', { name: 'Test' }));
    const report = (await screen.findByText('It works')).closest('.kw-check');
    expect(report?.textContent).toContain('PaymentsThis server offers no payments: R21 says “no data”.');
    expect(report?.textContent).toContain('Bookingsthere');
    expect(report?.textContent).toContain('Client datathere');
    expect(report?.textContent).toContain('Column “ref_src” is not known and is ignored.');
    expect(report?.textContent).toContain('"startsAt": "appt_time"');
  });

  it('sends the settings by their type, leaves out what is empty, and opens the connection', async () => {
    await chooseFhir();
    type('Server address', 'https://ehr.example.org/fhir');
    type('Client secret', 's3cret');
    fireEvent.click(screen.getByRole('button', { name: 'Connect' }));
    await waitFor(() => expect(page.address()).toBe('/connections/new'));
    await waitFor(() => expect(server.askedFor('POST', '/connections')).toHaveLength(1));
    expect(server.askedFor('POST', '/connections')[0]?.body).toEqual({
      connector: 'fhir-r4',
      name: 'FHIR R4 server',
      pollSeconds: 300,
      settings: { url: 'https://ehr.example.org/fhir', clientSecret: 's3cret', pageSize: 200, includeTests: false },
    });
  });

  it('shows the server’s sentence when it refuses', async () => {
    const detail = 'The folder /srv/none does not exist.';
    server.answer('POST', '/connections', {
      status: 400,
      body: { status: 400, code: 'settings_wrong', detail, requestId: 'r9' },
    });
    await chooseFhir();
    type('Folder of Bundles', '/srv/none');
    fireEvent.click(screen.getByRole('button', { name: 'Connect' }));
    expect((await screen.findByRole('alert')).textContent).toContain(detail);
  });
});
