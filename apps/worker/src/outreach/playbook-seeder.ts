import { join } from 'node:path';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { type Database, PlaybookQueries, PracticeQueries } from '@keepwell/database';
import type { CareTemplates } from '@keepwell/domain';
import { CONFIG_DIR } from '@keepwell/env';
import { type Playbook, readPlaybooks } from '@keepwell/messaging';
import { problemSentence } from '../dispatch/problem-sentence.js';
import type { WorkerOptions } from '../options.js';
import { WORKER_OPTIONS } from '../tokens.js';
import { seedCare } from '../care/care-seeder.js';
import { readShippedCare } from '../care/read-shipped-care.js';
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
  const queries = new PlaybookQueries();
  const practices = new PracticeQueries();
  const ids = await database.asDispatcher((tx) => practices.ids(tx));
  let brought = 0;
  for (const id of ids.filter((practiceId) => due.isDue(practiceId, now()))) {
    brought += await database.inPractice(id, async (tx) => {
      const practice = await practices.current(tx);
      if (practice === null) return 0;
      const specialties = await queries.specialties(tx);
      due.asked(id, specialties.length > 0, now());
      const wanted = playbooks.filter(({ specialty }) => specialty === 'any' || specialties.includes(specialty));
      const approveAs = practice.demo ? 'simulation' : null;
      const { templates, sequences } = await queries.seed(tx, id, wanted, { approveAs, at: new Date(now()) });
      return templates + sequences;
    });
  }
  return brought;
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
    try {
      this.#playbooks ??= readPlaybooks(join(CONFIG_DIR, 'playbooks'));
      const brought = await seedPlaybooks(database, await this.#playbooks, now, this.#due);
      if (brought > 0) log.info({ brought }, 'texts and sequences of the playbooks were brought in');
      this.#care ??= readShippedCare(join(CONFIG_DIR, 'care'));
      const practices = await seedCare(database, await this.#care, now, this.#careDue);
      if (practices > 0) log.info({ practices }, 'care templates were brought in');
    } catch (error) {
      this.#playbooks = null;
      this.#care = null;
      log.warn(
        { problem: problemSentence(error) },
        'bringing in the playbooks or the care templates failed; trying again soon',
      );
    }
  }
}
