/**
 * The key of a household (K17): who shares an account in one source, else the person alone. Caps, leases and locks go by it.
 * `survivor` is the alias of the person's own patient row.
 */
export function householdSql(survivor: string): string {
  const id = `nullif(btrim(${survivor}.household_id), '')`;
  return `case when ${id} is null then 'p:' || ${survivor}.person_id else 'h:' || ${survivor}.connection_id || ':' || ${id} end`;
}
