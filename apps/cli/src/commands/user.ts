import type { Command } from 'commander';
import type { Io } from '../io.js';

interface AddOptions {
  email: string;
  name?: string;
  practice?: string;
  role: string[];
  json?: boolean;
}

export function registerUser(program: Command, io: Io): void {
  const user = program.command('user').description('people who sign in');
  user
    .command('add')
    .description('let somebody in: prints a one-time sign-in link, good for a day')
    .requiredOption('--email <address>', 'how they sign in')
    .option('--name <name>', 'how they are shown (default: the address)')
    .option('--practice <name>', 'id or name; needed only where there are several')
    .option('--role <role>', 'coordinator, manager, integrator, admin or auditor; repeat for more', addRole, [])
    .option('--json', 'for programs: JSON on stdout')
    .action(async ({ json, name, practice, ...options }: AddOptions) => {
      const { addUser } = await import('../operation/add-user.js');
      const added = await addUser({ ...options, name: name ?? null, practice: practice ?? null }, io);
      if (json) return io.out(`${JSON.stringify(added, null, 2)}\n`);
      io.say(
        `${added.email} works for ${added.practice} as ${added.roles.join(', ')}. One-time sign-in link, good for a day:`,
      );
      io.out(`${added.link}\n`);
    });
}

function addRole(role: string, before: string[]): string[] {
  return [...before, role];
}
