import pg from 'pg';

/** Held on the server itself by the Keepwell that started it: gone the moment that process is, however it ended. */
const OWNER_LOCK = 7_146_003;

/** Says to every later start that this server is in use. Answers how to let go. */
export async function holdServer(superuserUrl: string, note: (line: string) => void): Promise<() => Promise<void>> {
  const holder = new pg.Client({ connectionString: superuserUrl, application_name: 'keepwell owner' });
  // A server that ends takes this connection with it; whoever uses the database hears of it there.
  holder.on('error', (error) => note(`the embedded database ended: ${error.message}`));
  await holder.connect();
  await holder.query('select pg_advisory_lock($1)', [OWNER_LOCK]);
  return () => holder.end();
}

/** Whether a living Keepwell uses the server; false for one that was left behind by a killed process. */
export async function isServerHeld(superuserUrl: string): Promise<boolean> {
  const asking = new pg.Client({ connectionString: superuserUrl, connectionTimeoutMillis: 3_000 });
  try {
    await asking.connect();
    const { rows } = await asking.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [OWNER_LOCK]);
    return rows[0]?.free === false;
  } catch (error) {
    // Starting, ending, or not one of ours: nobody works with it.
    if (error instanceof Error) return false;
    throw error;
  } finally {
    await asking.end();
  }
}
