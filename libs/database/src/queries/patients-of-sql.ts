/** The connection whose patients the records of connection $2 name. Of practice $1. */
export const PATIENTS_OF = `coalesce((select f.patients_from_connection_id from connection f where f.practice_id = $1 and f.id = $2), $2)`;

/**
 * Payers of connection $2 and whose they are; to be followed by further conditions and `OF_ONE`. Somebody who pays for two persons, as
 * a parent does, is neither: then each payment has to be said.
 */
export const PAYERS = `
  select h.payer as "sourceId", (array_agg(h.patient_id order by h.at desc, h.id desc))[1] as id
    from payment_match h left join patient p on p.practice_id = h.practice_id and p.id = h.patient_id
   where h.practice_id = $1 and h.connection_id = $2 and h.payer is not null and h.undone_at is null`;

export const OF_ONE = `group by h.payer having count(distinct coalesce(p.person_id, h.patient_id)) = 1`;
