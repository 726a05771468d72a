import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import pg from 'pg';
import type { Logger } from 'pino';
import { Subject } from 'rxjs';
import { loggedError } from '../http/request-log.js';
import { API_LOGGER, DATABASE_URL } from '../http/tokens.js';

const CHANNEL = 'keepwell_events';
const SOONEST_MS = 500;
const LATEST_MS = 30_000;

/** What the worker tells after a commit: whose, what, and ids. */
export interface PracticeEvent {
  practiceId: string;
  type: string;
  [id: string]: unknown;
}

/**
 * One listening connection for the whole process; every open window is fed from it. When it breaks it comes back by
 * itself and says `missed`: nobody knows what happened meanwhile, so windows ask anew.
 */
@Injectable()
export class DatabaseEvents implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly events = new Subject<PracticeEvent>();
  readonly missed = new Subject<void>();
  readonly stopping = new Subject<void>();
  private client: pg.Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private waitMs = SOONEST_MS;
  private stopped = false;

  constructor(
    @Inject(DATABASE_URL) private readonly databaseUrl: string,
    @Inject(API_LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.listen();
  }

  /** Before the server closes: it would wait for the open windows. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.stopping.next();
    await this.client?.end();
  }

  private async listen(): Promise<boolean> {
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      application_name: 'keepwell events',
      keepAlive: true,
    });
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, null));
    client.on('notification', ({ payload }) => this.pass(payload ?? ''));
    this.client = client;
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      this.waitMs = SOONEST_MS;
      return true;
    } catch (error) {
      this.lost(client, error);
      return false;
    }
  }

  private lost(client: pg.Client, error: unknown): void {
    if (this.stopped || this.client !== client) return;
    this.client = null;
    if (error !== null)
      this.logger.warn({ error: loggedError(error) }, 'events of the database lost; listening again soon');
    client.end().catch((failure: unknown) => this.logger.debug({ error: loggedError(failure) }, 'already gone'));
    this.timer = setTimeout(() => {
      void this.listen().then((listening) => {
        if (listening) this.missed.next();
      });
    }, this.waitMs);
    this.waitMs = Math.min(this.waitMs * 2, LATEST_MS);
  }

  private pass(payload: string): void {
    const event = parse(payload);
    if (event === null) this.logger.warn({ length: payload.length }, 'an event could not be read');
    else this.events.next(event);
  }
}

function parse(payload: string): PracticeEvent | null {
  try {
    const event: unknown = JSON.parse(payload);
    if (typeof event !== 'object' || event === null || !('practiceId' in event) || !('type' in event)) return null;
    const { practiceId, type } = event;
    return typeof practiceId === 'string' && typeof type === 'string' ? { ...event, practiceId, type } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
