import { CareTemplateQueries, PlaybookQueries, PracticeQueries, type Database } from '@keepwell/database';
import type { CareTemplates } from '@keepwell/domain';
import { SeedTimes } from '../outreach/seed-times.js';

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
  const queries = new CareTemplateQueries();
  const practices = new PracticeQueries();
  const playbooks = new PlaybookQueries();
  const ids = await database.asDispatcher((tx) => practices.ids(tx));
  let brought = 0;
  for (const id of ids.filter((practiceId) => due.isDue(practiceId, now()))) {
    brought += await database.inPractice(id, async (tx) => {
      const specialties = await playbooks.specialties(tx);
      due.asked(id, specialties.length > 0, now());
      const templates: CareTemplates = {
        programs: shipped.programs.filter(({ specialty }) => specialties.includes(specialty)),
        tiers: shipped.tiers.filter(({ specialty }) => specialties.includes(specialty)),
      };
      const current = await queries.current(tx, id);
      if (current !== null && current.author !== null) return 0;
      if (idsOf(templates) === idsOf(current?.templates ?? { programs: [], tiers: [] })) return 0;
      const added = { version: (current?.version ?? 0) + 1, templates, author: null, reason: null, now: now() };
      return (await queries.add(tx, id, added)) ? 1 : 0;
    });
  }
  return brought;
}

const idsOf = ({ programs, tiers }: CareTemplates): string => [...programs, ...tiers].map(({ id }) => id).join();
