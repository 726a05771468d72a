import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SAMPLES = resolve(import.meta.dirname, '../fixtures/synthea');
const WEEK_MS = 7 * 86_400_000;

interface Encounter {
  resourceType: 'Encounter';
  id: string;
  status: string;
  subject: { reference: string };
  period: { start: string; end: string };
  type?: { text?: string }[];
  appointment?: { reference: string }[];
}

interface Bundle {
  entry: { fullUrl: string; resource: { resourceType: string } }[];
}

/**
 * Synthea makes encounters and no appointments. The rule here: every encounter was booked, a week before it began, for the
 * time it took, under the words of its type; a finished encounter is a fulfilled appointment and names it.
 */
export function withAppointments(bundle: Bundle): Bundle {
  const entry = bundle.entry.flatMap((each) => {
    if (each.resource.resourceType !== 'Encounter') return [each];
    const encounter = each.resource as Encounter;
    const id = `booked-${encounter.id}`;
    const fullUrl = `urn:uuid:${id}`;
    const appointment = {
      resourceType: 'Appointment',
      id,
      status: encounter.status === 'finished' ? 'fulfilled' : 'booked',
      created: new Date(Date.parse(encounter.period.start) - WEEK_MS).toISOString(),
      start: encounter.period.start,
      end: encounter.period.end,
      serviceType: encounter.type?.[0]?.text === undefined ? [] : [{ text: encounter.type[0].text }],
      participant: [{ actor: encounter.subject, status: 'accepted' }],
    };
    return [
      { ...each, resource: { ...encounter, appointment: [{ reference: fullUrl }] } },
      { fullUrl, resource: appointment },
    ];
  });
  return { ...bundle, entry };
}

/** A folder of the samples, each bundle as `change` makes it. */
export async function syntheaFolder(change: (bundle: Bundle) => Bundle = (bundle) => bundle): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwell-synthea-'));
  for (const name of await readdir(SAMPLES)) {
    if (!name.endsWith('.json')) continue;
    const bundle = JSON.parse(await readFile(join(SAMPLES, name), 'utf8')) as Bundle;
    await writeFile(join(folder, name), JSON.stringify(change(bundle)));
  }
  return folder;
}
