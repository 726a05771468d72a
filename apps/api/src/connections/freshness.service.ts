import { Injectable } from '@nestjs/common';
import { ApiConnectionQueries } from '@keepwell/database';
import type { Transaction } from '@keepwell/database';
import { isLate } from '@keepwell/domain';
import { Clock } from '../http/clock.js';
import { RuleCatalogue } from '../rules/rule-catalogue.js';
import type { ListFreshnessDto } from '../worklist/dto/case-page.dto.js';

export interface ConnectionFreshness {
  connectionId: string;
  name: string;
  watermark: string | null;
  lastSuccessAt: string | null;
  stale: boolean;
}

/** How old what we see is, and which rules wait because of it (E12). */
@Injectable()
export class FreshnessService {
  constructor(
    private readonly connections: ApiConnectionQueries,
    private readonly rules: RuleCatalogue,
    private readonly clock: Clock,
  ) {}

  async ofConnections(tx: Transaction): Promise<ConnectionFreshness[]> {
    const now = this.clock.now();
    return (await this.connections.freshness(tx)).map(
      ({ id, name, pollSeconds, lastSuccessAt, watermark, isWaitedFor }) => ({
        connectionId: id,
        name,
        watermark: watermark?.toISOString() ?? null,
        lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
        stale: isWaitedFor || isBehind(lastSuccessAt, pollSeconds, now),
      }),
    );
  }

  async ofList(tx: Transaction): Promise<ListFreshnessDto> {
    const connections = await this.ofConnections(tx);
    const read = connections.flatMap(({ lastSuccessAt }) => lastSuccessAt ?? []).sort();
    // Every rule rests on something not being there, so every one of them waits.
    return {
      oldestSourceAt: read[0] ?? null,
      waitingRules: connections.some(({ stale }) => stale) ? this.rules.all.map(({ id }) => id) : [],
    };
  }
}

/** Behind: nothing read for twice the poll interval, and six hours at least. A source never read has nothing to be behind with. */
function isBehind(lastSuccessAt: Date | null, pollSeconds: number, now: number): boolean {
  return lastSuccessAt !== null && isLate(lastSuccessAt.getTime(), pollSeconds, now);
}
