import DefaultSequencer from '@jest/test-sequencer';

/**
 * The files that take longest, longest first, each project's own: whoever begins one of them last leaves every other core idle until it
 * has ended. Jest knows this from the run before; a clean clone has none, and there it goes by the length of the file.
 */
const LONGEST = [
  // unit
  'libs/connector-sdk/src/testing/reference/planted-faults.spec.ts',
  'connectors/fhir-r4/src/conformance.spec.ts',
  'connectors/mindbody/src/conformance.spec.ts',
  'connectors/healthie/src/conformance.spec.ts',
  'connectors/cliniko/src/conformance.spec.ts',
  'connectors/nexhealth/src/conformance.spec.ts',
  'libs/connector-sdk/src/testing/reference/model.spec.ts',
  'connectors/opendental/src/conformance.spec.ts',
  'connectors/stripe/src/conformance.spec.ts',
  'connectors/csv/src/conformance.spec.ts',
  'connectors/fhir-r4/src/profiles/profiles.spec.ts',
  'libs/domain/src/models/fits.spec.ts',
  // console
  'apps/console/src/pages/worklist.page.spec.tsx',
  'apps/console/src/pages/patient-work.spec.tsx',
  'apps/console/src/pages/patient-visits.spec.tsx',
  // database
  'apps/worker/src/outreach/reconciler.db.spec.ts',
  'apps/worker/src/outreach/stop-beside-claims.db.spec.ts',
  'apps/worker/src/evaluation/incremental.db.spec.ts',
  'apps/api/src/worklist/past-list.db.spec.ts',
  'apps/worker/src/listeners/mllp.db.spec.ts',
  'apps/api/src/every-route.db.spec.ts',
  'apps/api/src/outreach/consent.db.spec.ts',
  'apps/worker/src/sync/journal.db.spec.ts',
  // journeys
  'test/journeys/loop.e2e-spec.ts',
  'test/journeys/console.e2e-spec.ts',
  'test/journeys/outreach-faults.e2e-spec.ts',
  'test/journeys/rules.e2e-spec.ts',
  'test/journeys/connections.e2e-spec.ts',
  'test/journeys/past.e2e-spec.ts',
  'test/journeys/two-processes.e2e-spec.ts',
];

/** Their order; everything else follows in Jest's own. */
export default class LongestFirst extends DefaultSequencer {
  async sort(tests) {
    const others = await super.sort(tests);
    const place = ({ path }) => LONGEST.findIndex((file) => path.endsWith(`/${file}`));
    const long = others.filter((test) => place(test) !== -1).sort((one, other) => place(one) - place(other));
    return [...long, ...others.filter((test) => place(test) === -1)];
  }
}
