import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The folder of the files that ship with the house: hours of contact, playbooks, rules. They stay where they are when the rest is
 * built into `dist`.
 */
export const CONFIG_DIR = existsSync(join(import.meta.dirname, 'contact-hours.yaml'))
  ? import.meta.dirname
  : resolve(import.meta.dirname, '../../config');
