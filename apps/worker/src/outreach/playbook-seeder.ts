import { join } from 'node:path';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { type Database, PlaybookQueries, PracticeQueries } from '@keepwell/database';
import type { CareTemplates, Instant } from '@keepwell/domain';
import { CONFIG_DIR } from '@keepwell/env';
import { type Playbook, readPlaybooks, readShippedCare } from '@keepwell/messaging';
import { problemSentence } from '../dispatch/problem-sentence.js';
import type { WorkerOptions } from '../options.js';
import { WORKER_OPTIONS } from '../tokens.js';
import { seedCare } from '../care/care-seeder.js';
import { SeedTimes } from './seed-times.js';

const EVERY_MS = 15_000;

/**
 * Brings the playbooks into every practice: the general one at once, a specialty's as soon as the practice's records show that it has it.
 * Safe to repeat and from several processes. Answers how many texts and sequences were new.
 */
export async function seedPlaybooks(
  database: Database,
  playbooks: readonly Playbook[],
  now: () => number = Date.now,
  due: SeedTimes = new SeedTimes(),
): Promise<number> {
  const ids = await database.asDispatcher((tx) => practices.ids(tx));
  let brought = 0;
  for (const id of ids.filter((practiceId) => due.isDue(practiceId, now()))) {
    const { added, specialties } = await bringPlaybooks(database, id, playbooks, now());
    due.asked(id, specialties.length > 0, now());
    brought += added;
  }
  return brought;
}

const queries = new PlaybookQueries();
const practices = new PracticeQueries();

/** The same for one practice. */
export function bringPlaybooks(
  database: Database,
  practiceId: string,
  playbooks: readonly Playbook[],
  now: Instant,
): Promise<{ added: number; specialties: string[] }> {
  return database.inPractice(practiceId, async (tx) => {
    const practice = await practices.current(tx);
    if (practice === null) return { added: 0, specialties: [] };
    const specialties = await queries.specialties(tx);
    const wanted = playbooks.filter(({ specialty }) => specialty === 'any' || specialties.includes(specialty));
    const approveAs = practice.demo ? 'simulation' : null;
    const { templates, sequences } = await queries.seed(tx, practiceId, wanted, { approveAs, at: new Date(now) });
    return { added: templates + sequences, specialties };
  });
}

const PLAYBOOKS = 'playbooks';

/** Asks soon after the start and then by the clock: practices, and what is known of them, come while the worker runs. */
@Injectable()
export class PlaybookSeeder implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #due = new SeedTimes();
  readonly #careDue = new SeedTimes();
  #playbooks: Promise<Playbook[]> | null = null;
  #care: Promise<CareTemplates> | null = null;
  #running: Promise<void> | null = null;

  constructor(
    private readonly registry: SchedulerRegistry,
    @Inject(WORKER_OPTIONS) private readonly options: WorkerOptions,
  ) {}

  onApplicationBootstrap(): void {
    this.registry.addInterval(
      PLAYBOOKS,
      setInterval(() => this.#ask(), EVERY_MS),
    );
    this.#ask();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.registry.doesExist('interval', PLAYBOOKS)) this.registry.deleteInterval(PLAYBOOKS);
    await this.#running;
  }

  #ask(): void {
    this.#running ??= this.#seed().finally(() => {
      this.#running = null;
    });
  }

  /** A database that is away, or a file that is wrong, must not end the worker: it is said, and tried again. */
  async #seed(): Promise<void> {
    const { database, log, now } = this.options;
    const brings = async (what: string, bring: () => Promise<number>): Promise<boolean> => {
      try {
        const brought = await bring();
        if (brought > 0) log.info({ brought }, `${what} were brought in`);
        return true;
      } catch (error) {
        log.warn({ problem: problemSentence(error) }, `bringing in ${what} failed; trying again soon`);
        return false;
      }
    };
    const hasPlaybooks = await brings('texts and sequences of the playbooks', async () => {
      this.#playbooks ??= readPlaybooks(join(CONFIG_DIR, 'playbooks'));
      return seedPlaybooks(database, await this.#playbooks, now, this.#due);
    });
    // One that fails keeps the other from nobody.
    const hasCare = await brings('care templates', async () => {
      this.#care ??= readShippedCare(join(CONFIG_DIR, 'care'));
      return seedCare(database, await this.#care, now, this.#careDue);
    });
    if (!hasPlaybooks) this.#playbooks = null;
    if (!hasCare) this.#care = null;
  }
}
