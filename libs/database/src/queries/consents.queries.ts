import type { Transaction } from '../database.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';

export interface NewConsent {
  personId: string;
  channel: 'sms' | 'email' | 'call' | 'any';
  purpose: 'service' | 'marketing' | 'any';
  state: 'granted' | 'denied';
  /** The address it was said of; null: of the person. */
  address: string | null;
  source: 'staff' | 'patient_call' | 'inbound_message' | 'unsubscribe_link' | 'web_page' | 'import';
  actorUserId: string | null;
  wordingVersion: string | null;
  wording: string | null;
  at: Date;
  expiresAt?: Date | null;
  /** Ids: message, call, document. */
  evidence: Record<string, string>;
}

export interface ConsentRow {
  id: string;
  channel: NewConsent['channel'];
  purpose: NewConsent['purpose'];
  state: NewConsent['state'];
  source: string;
  from: 'ledger' | 'connection';
  at: string;
  expiresAt: string | null;
  wordingVersion: string | null;
  wording: string | null;
  byName: string | null;
}

/** The consent ledger (C-07). It is only added to: the app's role can neither change nor delete an entry. */
export class ConsentQueries {
  /** Take the contact lock exclusively before (O-11). */
  async add(tx: Transaction, practiceId: string, entry: NewConsent): Promise<string> {
    const id = newId();
    await tx.query(
      `insert into consent_entry (practice_id, id, person_id, channel, purpose, state, address, source, actor_user_id, wording_version, wording, at,
         expires_at, evidence)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        ...[practiceId, id, entry.personId, entry.channel, entry.purpose, entry.state, entry.address, entry.source],
        ...[entry.actorUserId, entry.wordingVersion, entry.wording, entry.at, entry.expiresAt ?? null],
        JSON.stringify(entry.evidence),
      ],
    );
    return id;
  }

  /** What was said to us and what connections brought, newest first. */
  async of(tx: Transaction, personId: string): Promise<ConsentRow[]> {
    return tx.query<ConsentRow[]>(
      `select id, channel, purpose, state, source, "from", ${isoInstant('at')} as at, ${isoInstant('expires_at')} as "expiresAt",
              wording_version as "wordingVersion", wording, by_name as "byName"
         from (select e.id, e.channel, e.purpose, e.state, e.source, 'ledger' as "from", e.at, e.expires_at, e.wording_version, e.wording,
                      case when e.actor_user_id is null then null else coalesce(u.display_name, 'former user') end as by_name
                 from consent_entry e left join app_user u on u.id = e.actor_user_id
                where e.person_id in (select i.id from patient i where i.person_id = $1)
               union all
               select c.id, coalesce(c.channel, 'any'), coalesce(c.purpose, 'any'), c.state, coalesce(n.name, 'removed connection'), 'connection',
                      coalesce(c.at, c.source_updated_at, c.recorded_at, c.observed_at), null, null, null, null
                 from consent c
                 join patient p on p.id = c.patient_id
                 left join connection n on n.id = c.connection_id
                where p.person_id = $1 and c.gone_at is null and c.state in ('granted', 'denied')) as said
        order by said.at desc, id desc`,
      [personId],
    );
  }
}
