import {
  ConnectorBroken,
  missingParts,
  RetryLater,
  SettingsWrong,
  type CheckResult,
  type ConnectorContext,
} from '@keepwell/connector-sdk';
import { patientIn } from './map.js';
import { ask } from './pull.js';
import { inside } from './row.js';
import { rowsOf, sessionOf, type Session } from './session.js';
import { COURSES } from './streams.js';

/** Where the key must be allowed to look, and what for. */
const ALSO: { path: string; why: string }[] = [
  { path: 'events', why: 'what changed is not seen' },
  { path: 'customers', why: 'patients are not found' },
  { path: 'disputes', why: 'disputed payments are not understood' },
];
const SAMPLE = 100;

/** Asks for one object of every list: what a restricted key may not see shows here, not in a month. */
export async function checkStripe(context: ConnectorContext): Promise<CheckResult> {
  const empty = { sourceName: null, timezone: null, missing: [], counts: {}, notes: [] };
  try {
    return await checkLists(sessionOf(context));
  } catch (error) {
    const told = error instanceof SettingsWrong || error instanceof RetryLater || error instanceof ConnectorBroken;
    if (!told) throw error;
    return { ok: false, problems: [error.message], ...empty };
  }
}

async function checkLists(session: Session): Promise<CheckResult> {
  const { apiKey, patientField } = session.settings;
  const problems: string[] = [];
  const notes: string[] = [];
  for (const course of COURSES) {
    for (const { path, query } of course.lists) {
      if (!(await mayRead(session, path, query))) problems.push(`The key may not read ${path}: give it "read" there.`);
    }
  }
  for (const { path, why } of ALSO) {
    if (!(await mayRead(session, path, {})))
      problems.push(`The key may not read ${path}, so ${why}: give it "read" there.`);
  }
  if (apiKey.startsWith('sk_')) {
    notes.push(
      'This key may do everything, refunds included. Make a restricted key that may only read, and put it here.',
    );
  }
  if (apiKey.includes('_test_')) notes.push('This is a key of the test mode: it sees no real payment.');
  if (problems.length === 0) notes.push(await named(session, patientField));
  return {
    ok: problems.length === 0,
    ...{ sourceName: null, timezone: null, problems, counts: {}, notes },
    missing: missingParts(COURSES.map(({ kind }) => kind)),
  };
}

async function mayRead({ http }: Session, path: string, query: Record<string, string>): Promise<boolean> {
  const answer = await http.getOne(path, { what: `list of ${path}`, query: { ...query, limit: 1 } });
  if (typeof answer === 'string') return false;
  rowsOf(answer, path);
  return true;
}

/** Whether the practice really writes its ids of patients into Stripe. */
async function named(session: Session, field: string): Promise<string> {
  const { rows } = await ask(session, 'subscriptions', { status: 'all', limit: SAMPLE, 'expand[]': ['data.customer'] });
  const found = rows.filter((row) => patientIn(field, row, inside(row, 'customer')) !== null).length;
  if (rows.length === 0) return 'There are no subscriptions in Stripe.';
  const rest =
    found === rows.length
      ? ''
      : ' What the others pay is kept under nobody: say whose a payment is (Payments), and everything of its customer follows.';
  return `${found} of the newest ${rows.length} subscriptions name their patient in metadata "${field}".${rest}`;
}
