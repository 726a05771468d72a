import type { Command } from 'commander';
import type { Io } from '../io.js';

export function registerMigrate(program: Command, io: Io): void {
  program
    .command('migrate')
    .description('bring the database up to date (DATABASE_MIGRATION_URL, else the embedded one)')
    .option('--json', 'for programs: JSON on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const { migrateDatabase } = await import('../operation/migrate-database.js');
      const names = await migrateDatabase(io);
      if (json) return io.out(`${JSON.stringify({ migrated: names })}\n`);
      io.out(names.length === 0 ? 'The database is up to date.\n' : `Done: ${names.join(', ')}\n`);
    });
}
