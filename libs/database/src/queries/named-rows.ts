import type { Transaction } from '../database.js';

interface NamedClient {
  query(config: { name: string; text: string; values: unknown[]; rowMode: 'array' }): Promise<{ rows: unknown[][] }>;
}

/**
 * Rows of a statement that is planned once per connection: hot statements are asked thousands of times, and planning a
 * wide one costs more than running it for a single person. Rows come as arrays.
 */
export async function namedRows<Row extends unknown[]>(
  tx: Transaction,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const runner = tx.queryRunner;
  if (runner === undefined) throw new Error('A query needs a transaction');
  const client: NamedClient = await runner.connect();
  const { rows } = await client.query({ name, text, values, rowMode: 'array' });
  return rows as Row[];
}
