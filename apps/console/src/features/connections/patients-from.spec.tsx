import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { aConnection, fhirConnector, signedIn } from '../../../test/answers.js';
import { ContractServer } from '../../../test/contract-server.js';
import { renderConsole } from '../../../test/render-console.js';
import { aManifest } from '../../../test/source-answers.js';

const invoice = { mode: 'delta', deletes: 'none', merges: 'none', confidence: 'verified' } as const;
const till = { ...fhirConnector, id: 'till', name: 'Till', settings: { type: 'object' as const, properties: {} } };

describe('whose patients a source names', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const choose = async (name: string) => {
    page = await renderConsole(server, '/connections/new');
    fireEvent.click(await screen.findByRole('radio', { name: new RegExp(name) }));
  };

  beforeEach(() => {
    server = signedIn(new ContractServer(), { roles: ['integrator'] })
      .answer('GET', '/connectors', {
        body: [
          { ...fhirConnector, manifest: aManifest() },
          { ...till, manifest: aManifest({ gives: { invoice } }) },
        ],
      })
      .answer('GET', '/connections', { body: [aConnection({ id: 'c7', name: 'Front desk' })] })
      .answer('POST', '/connections', {
        status: 201,
        body: {
          ...aConnection({ id: 'new' }),
          settings: {},
          secretsSet: [],
          writeBackContacts: false,
          patientsFrom: 'c7',
        },
      });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('S4-06 is chosen by name where a source has no patients of its own, and sent by id', async () => {
    await choose('Till');
    const field = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Patients from' });
    await waitFor(() => expect(field.disabled).toBe(false));
    fireEvent.click(field);
    fireEvent.click(await screen.findByRole('option', { name: 'Front desk', hidden: true }));
    fireEvent.click(screen.getByRole('button', { name: 'Connect' }));
    await waitFor(() => expect(server.askedFor('POST', '/connections')).toHaveLength(1));
    expect(server.askedFor('POST', '/connections')[0]?.body).toMatchObject({ connector: 'till', patientsFrom: 'c7' });
  });

  it('is not asked of a source that gives patients', async () => {
    await choose('FHIR R4 server');
    expect(screen.getByLabelText('Server address')).toBeTruthy();
    expect(screen.queryByRole('combobox', { name: 'Patients from' })).toBeNull();
  });
});
