import { FirstTables1764000000000 } from './1764000000000-first-tables.js';

/** Every migration, oldest first; imported by name so that the build carries them. */
export const MIGRATIONS = [FirstTables1764000000000];
