import { rm } from 'node:fs/promises';
import { keepwell } from '../../apps/cli/test/command-line.js';
import { syntheaFolder, withAppointments } from '../support/synthea.js';

/** The audit on FHIR data that nobody here made. */

interface Audit {
  source: {
    read: number;
    applied: number;
    unchanged: number;
    quarantined: number;
    streams: { read: number; applied: number; unchanged: number; quarantined: number }[];
  };
  patients: { total: number; byState: Record<string, number> };
}

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function audit(folder: string, asOf: string): Promise<{ text: string; report: Audit }> {
  const { code, out, err } = await keepwell(
    ...['audit', '--connector', 'fhir-r4', '--set', `dir=${folder}`, '--timezone', 'America/New_York'],
    ...['--as-of', asOf, '--format', 'json'],
  );
  if (code !== 0) throw new Error(err);
  return { text: out, report: JSON.parse(out) as Audit };
}

it.each([
  ['as they are: encounters without appointments', (bundle: Parameters<typeof withAppointments>[0]) => bundle, 22],
  ['with an appointment derived for each encounter', withAppointments, 22],
])(
  'S-09 S2-04 audits the bundles %s: totals reconcile, twice the same bytes',
  async (_, change, encounters) => {
    const folder = await syntheaFolder(change);
    folders.push(folder);
    for (const asOf of ['2015-06-01', '2019-06-01', '2026-11-21T09:00:00Z']) {
      const first = await audit(folder, asOf);
      expect((await audit(folder, asOf)).text).toBe(first.text);
      const { source, patients } = first.report;
      expect(source.read).toBeGreaterThanOrEqual(3 + encounters);
      expect(source.quarantined).toBe(0);
      for (const counts of [source, ...source.streams]) {
        expect(counts.read).toBe(counts.applied + counts.unchanged + counts.quarantined);
      }
      const states = Object.values(patients.byState).reduce((sum, count) => sum + count, 0);
      expect(states).toBe(patients.total);
      expect(patients.total).toBe(3);
    }
  },
  60_000,
);
