import { CareTemplateQueries, PlaybookQueries, PracticeQueries, type Database } from '@keepwell/database';
import { shippedFor, type CareTemplates, type Instant } from '@keepwell/domain';
import { SeedTimes } from '../outreach/seed-times.js';

const queries = new CareTemplateQueries();
const practices = new PracticeQueries();
const playbooks = new PlaybookQueries();

/**
 * Brings the care templates of its specialties into every practice, as its first version; and those of a specialty that comes later as
 * long as nobody has changed anything. Safe to repeat and from several processes. Answers how many practices got something.
 */
export async function seedCare(
  database: Database,
  shipped: CareTemplates,
  now: () => number = Date.now,
  due: SeedTimes = new SeedTimes(),
): Promise<number> {
  const ids = await database.asDispatcher((tx) => practices.ids(tx));
  let brought = 0;
  for (const id of ids.filter((practiceId) => due.isDue(practiceId, now()))) {
    const { isNew, specialties } = await bringCare(database, id, shipped, now());
    due.asked(id, specialties.length > 0, now());
    if (isNew) brought += 1;
  }
  return brought;
}

/** The same for one practice. */
export function bringCare(
  database: Database,
  practiceId: string,
  shipped: CareTemplates,
  now: Instant,
): Promise<{ isNew: boolean; specialties: string[] }> {
  return database.inPractice(practiceId, async (tx) => {
    const specialties = await playbooks.specialties(tx);
    const templates = shippedFor(shipped, specialties);
    const current = await queries.current(tx, practiceId);
    const isTheirs = current !== null && current.author !== null;
    if (isTheirs || idsOf(templates) === idsOf(current?.templates ?? NONE)) return { isNew: false, specialties };
    const added = { version: (current?.version ?? 0) + 1, templates, author: null, reason: null, now };
    return { isNew: await queries.add(tx, practiceId, added), specialties };
  });
}

const NONE: CareTemplates = { programs: [], tiers: [] };
const idsOf = ({ programs, tiers }: CareTemplates): string => [...programs, ...tiers].map(({ id }) => id).join();
