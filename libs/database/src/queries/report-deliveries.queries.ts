import type { Transaction } from '../database.js';

export interface NewDelivery {
  id: string;
  reportId: string;
  toAddress: string;
  at: Date;
}

/** To whom a report goes: one row per address, made before the mail is. */
export class ReportDeliveryQueries {
  /** The delivery's id; null when this address has had it, or may have. One that the mail server put off is taken up again. */
  async claim(
    tx: Transaction,
    practiceId: string,
    { id, reportId, toAddress, at }: NewDelivery,
  ): Promise<string | null> {
    const rows: { id: string }[] = await tx.query(
      `insert into report_delivery (practice_id, id, report_id, to_address, state, at) values ($1, $2, $3, $4, 'sending', $5)
       on conflict (practice_id, report_id, to_address) do update set state = 'sending', at = excluded.at
         where report_delivery.state = 'waiting'
       returning id`,
      [practiceId, id, reportId, toAddress, at],
    );
    return rows[0]?.id ?? null;
  }

  async settle(
    tx: Transaction,
    practiceId: string,
    id: string,
    { state, errorSays }: { state: string; errorSays: string | null },
  ): Promise<void> {
    await tx.query('update report_delivery set state = $3, error_says = $4 where practice_id = $1 and id = $2', [
      ...[practiceId, id, state, errorSays],
    ]);
  }
}
