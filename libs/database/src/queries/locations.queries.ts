import type { Transaction } from '../database.js';

export interface LocationShown {
  id: string;
  name: string;
  connectionId: string;
  connectionName: string;
}

/** The places of a practice that its sources still know. */
export class LocationQueries {
  async all(tx: Transaction): Promise<LocationShown[]> {
    return tx.query<LocationShown[]>(
      `select l.id, coalesce(l.name, l.source_id) as name, c.id as "connectionId", c.name as "connectionName"
         from location l join connection c on c.id = l.connection_id
        where l.gone_at is null order by lower(coalesce(l.name, l.source_id)), c.name, l.id`,
    );
  }
}
