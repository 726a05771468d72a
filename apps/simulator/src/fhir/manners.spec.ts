import { startClock } from '../clock.js';
import { simulatePractice } from '../simulate-practice.js';
import { MANNERS } from './manners.js';
import { serveFhir, type FhirServer } from './server.js';

const asOf = Date.parse('2026-11-02T09:00:00Z');
const practice = simulatePractice({ seed: 'manners', patients: 12, asOf });
const open: FhirServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(id: string): Promise<FhirServer> {
  const manners = MANNERS.find((each) => each.id === id)!;
  const server = await serveFhir({ practice, clock: startClock({ from: asOf, speed: 0 }), manners });
  open.push(server);
  return server;
}

const YEAR = 'ge2026-01-01T00:00:00Z';

/** Asks as the questions of each server’s documentation are put. */
const ASKED: [server: string, status: number, question: string][] = [
  ['epic', 400, 'Appointment?date=ge2026-01-01'],
  ['epic', 200, 'Appointment?patient=P000001&date=ge2026-01-01'],
  ['epic', 400, 'Appointment?patient=P000001&_lastUpdated=ge2026-01-01'],
  ['epic', 400, 'Patient?birthdate=ge1980-01-01'],
  ['epic', 200, 'Group/all'],
  ['epic', 404, 'Invoice?patient=P000001'],
  ['oracle-health', 400, 'Appointment?patient=P000001'],
  ['oracle-health', 400, `Appointment?patient=P000001&date=${YEAR}`],
  ['oracle-health', 200, `Appointment?patient=P000001,P000002&date=${YEAR}&date=lt2027-01-01T00:00:00Z`],
  ['oracle-health', 400, `Appointment?patient=P000001&location=L-PT&date=${YEAR}&date=lt2027-01-01T00:00:00Z`],
  ['oracle-health', 400, 'Patient'],
  ['oracle-health', 200, 'Patient?birthdate=ge1900-01-01&birthdate=le2026-01-01'],
  ['oracle-health', 400, 'Encounter?date=ge2026-01-01'],
  ['oracle-health', 200, 'Encounter?patient=P000001&_lastUpdated=ge2026-01-01'],
  ['athenahealth', 400, 'Patient'],
  ['athenahealth', 200, 'Patient?ah-practice=Organization/a-1.Practice-195900'],
  ['athenahealth', 400, 'Appointment?ah-practice=Organization/a-1.Practice-195900'],
  ['openemr', 200, 'Appointment?_lastUpdated=ge2026-01-01'],
  ['openemr', 400, 'Appointment?_sort=_lastUpdated'],
  ['hapi', 200, 'Appointment?_lastUpdated=ge2026-01-01&_sort=_lastUpdated'],
  ['by-patient', 400, 'Appointment?_lastUpdated=ge2026-01-01'],
];

describe('a server that refuses what a vendor’s server refuses', () => {
  it.each(ASKED)('S2-29 as %s it answers %i to %s', async (id, status, question) => {
    const { url } = await serve(id);
    const answer = await fetch(`${url}/${question}`);
    expect(answer.status).toBe(status);
    const body = (await answer.json()) as { resourceType: string };
    expect(body.resourceType).toBe(
      status === 200 ? (question.startsWith('Group') ? 'Group' : 'Bundle') : 'OperationOutcome',
    );
  });

  it.each(MANNERS.map(({ id }) => id))('as %s it declares the searches it answers, and no other', async (id) => {
    const { url } = await serve(id);
    const statement = (await (await fetch(`${url}/metadata`)).json()) as {
      rest: { resource: { type: string; searchParam?: { name: string }[] }[] }[];
    };
    const appointment = statement.rest[0]!.resource.find(({ type }) => type === 'Appointment');
    const names = appointment?.searchParam?.map(({ name }) => name) ?? [];
    expect(names.includes('_lastUpdated')).toBe(['medplum', 'hapi', 'openemr', 'by-patient'].includes(id));
    expect(names.includes('-date-or-req-period')).toBe(id === 'oracle-health');
  });
});
