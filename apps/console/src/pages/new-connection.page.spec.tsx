import { File } from 'node:buffer';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { aConnection, aRun, csvConnector, fhirConnector, signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';
import { aManifest } from '../../test/source-answers.js';

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
        body: {
          ...aConnection({ id: 'new' }),
          settings: {},
          secretsSet: [],
          writeBackContacts: false,
          patientsFrom: null,
        },
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
    expect(report?.textContent).toContain('Paymentsnot completeThis server offers no payments: R21 says “no data”.');
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

  it('names on each card what that kind of source gives, and what it does not', async () => {
    server.answer('GET', '/connectors', { body: [{ ...fhirConnector, manifest: aManifest() }, csvConnector] });
    page = await renderConsole(server, '/connections/new');
    const card = (await screen.findByRole('radio', { name: /FHIR R4 server/ })).closest('label')?.textContent;
    expect(card).toContain('Gives: patient, appointment');
    expect(card).toContain('Not: payments');
    expect(card).toContain('Takes: notes of calls and messages');
    expect(screen.getByRole('radio', { name: /CSV folder/ }).closest('label')?.textContent).toContain('after a test');
  });

  it('counts the first read while it goes on, and when it has ended', async () => {
    const ended = aRun({
      read: 1210,
      applied: 1204,
      quarantined: 6,
      streams: { patients: { read: 1210, applied: 1204, unchanged: 0, quarantined: 6 } },
    });
    server.answer('GET', '/connections/new/runs', { body: { items: [], nextCursor: null } });
    await chooseFhir();
    type('Server address', 'https://ehr.example.org/fhir');
    fireEvent.click(screen.getByRole('button', { name: 'Connect' }));
    expect(await screen.findByText(/The first read starts within moments/)).toBeTruthy();
    await waitFor(() => expect(server.listeners).toBeGreaterThan(0));
    const run = { connectionId: 'new', runId: 'r1', state: 'running', read: 800, total: null };
    await act(async () => server.tell('run', run));
    expect((await screen.findByText(/^Reading:/)).textContent).toBe('Reading: 800 records so far');
    server.answer('GET', '/connections/new/runs', { body: { items: [ended], nextCursor: null } });
    await act(async () => server.tell('run', { ...run, state: 'ok', read: 1210 }));
    expect(await screen.findByText(/1,210 read = 1,204 applied \+ 0 unchanged \+ 6 put aside/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Open the connection' }).getAttribute('href')).toBe('/connections/new');
  });

  it('lets files be uploaded where no folder is, and hands them over as they are', async () => {
    const manifest = aManifest({ waysIn: ['file'], writes: {} });
    server
      .answer('GET', '/connectors', { body: [{ ...csvConnector, manifest }] })
      .answer('GET', '/connections/new/runs', { body: { items: [], nextCursor: null } })
      .answer('POST', '/connections/new/files', { status: 202, body: { name: 'visits.csv', size: 8, jobId: 'j1' } });
    page = await renderConsole(server, '/connections/new');
    fireEvent.click(await screen.findByRole('radio', { name: /CSV folder/ }));
    expect(screen.getByLabelText(/^Folder/)).toBeTruthy();
    fireEvent.click(screen.getByRole('switch', { name: /^Files will be uploaded here/ }));
    expect(screen.queryByLabelText(/^Folder/)).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Connect' }));
    expect(await screen.findByText('Nothing is read before the first file.')).toBeTruthy();
    expect(server.askedFor('POST', '/connections')[0]?.body).toEqual({
      connector: 'csv',
      name: 'CSV folder',
      pollSeconds: 300,
      settings: {},
      uploads: true,
    });
    const field = document.querySelector('input[type="file"]');
    const file = new File(['[1,2,3]'], 'visits.csv');
    if (field !== null) await act(async () => void fireEvent.change(field, { target: { files: [file] } }));
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Upload and read' })));
    expect(await screen.findByText('Taken: visits.csv.')).toBeTruthy();
    const [asked] = server.askedFor('POST', '/connections/new/files');
    expect(asked?.query.get('name')).toBe('visits.csv');
    expect(asked?.headers['content-type']).toBe('application/octet-stream');
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
