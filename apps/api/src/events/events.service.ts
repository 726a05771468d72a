import { Inject, Injectable } from '@nestjs/common';
import type { MessageEvent } from '@nestjs/common';
import { filter, finalize, from, interval, map, merge, switchMap, takeUntil } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Caller } from '../auth/caller.js';
import { Sessions } from '../auth/sessions.js';
import { Problem } from '../http/problem.js';
import { PING_MS } from '../http/tokens.js';
import { DatabaseEvents } from './database-events.js';
import type { PracticeEvent } from './database-events.js';

const WINDOWS_PER_USER = 8;
const TYPES = new Set(['worklist', 'run', 'lease', 'outbox', 'inbound']);

/** Live news for one practice: ids only. A window whose session has ended is closed at the next ping. */
@Injectable()
export class EventsService {
  private readonly open = new Map<string, number>();

  constructor(
    private readonly database: DatabaseEvents,
    private readonly sessions: Sessions,
    @Inject(PING_MS) private readonly pingMs: number,
  ) {}

  stream(caller: Caller): Observable<MessageEvent> {
    const windows = this.open.get(caller.userId) ?? 0;
    if (windows >= WINDOWS_PER_USER)
      throw new Problem('too_many_streams', `At most ${WINDOWS_PER_USER} windows at once.`, { retryAfterSeconds: 30 });
    this.open.set(caller.userId, windows + 1);

    const alive = interval(this.pingMs).pipe(switchMap(() => from(this.isStillTheirs(caller))));
    const ended = alive.pipe(filter((isAlive) => !isAlive));
    return merge(
      from([{ type: 'ping', data: {} }]),
      alive.pipe(map(() => ({ type: 'ping', data: {} }))),
      this.database.events.pipe(
        filter(({ practiceId, type }) => practiceId === caller.practiceId && TYPES.has(type)),
        map(messageOf),
      ),
      // Nobody knows what was missed: everything may have changed.
      this.database.missed.pipe(map(() => ({ type: 'worklist', data: { changed: [], counts: true } }))),
    ).pipe(
      takeUntil(merge(ended, this.database.stopping)),
      finalize(() => this.close(caller.userId)),
    );
  }

  private async isStillTheirs(caller: Caller): Promise<boolean> {
    const session = await this.sessions.findByHash(caller.sessionHash, true);
    return session !== null && session.practiceId === caller.practiceId;
  }

  private close(userId: string): void {
    const left = (this.open.get(userId) ?? 1) - 1;
    if (left > 0) this.open.set(userId, left);
    else this.open.delete(userId);
  }
}

function messageOf({ practiceId: _known, type, ...data }: PracticeEvent): MessageEvent {
  return { type, data };
}
