import { hash, verify } from '@node-rs/argon2';

/** Safety I-01 (OWASP's second choice of cost): memory in KiB, passes, lanes. */
export interface PasswordCost {
  memoryKib: number;
  passes: number;
  lanes: number;
}

export const PASSWORD_COST: PasswordCost = { memoryKib: 47_104, passes: 1, lanes: 1 };

export function hashPassword(password: string, cost: PasswordCost = PASSWORD_COST): Promise<string> {
  return hash(password.normalize('NFKC'), {
    memoryCost: cost.memoryKib,
    timeCost: cost.passes,
    parallelism: cost.lanes,
  });
}

export function passwordMatches(stored: string, password: string): Promise<boolean> {
  return verify(stored, password.normalize('NFKC'));
}

const PARAMETERS = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/;

/** Whether a stored hash is weaker than what we make today; it is replaced at the next sign-in. */
export function isWeakerThan(stored: string, cost: PasswordCost = PASSWORD_COST): boolean {
  const [, memory, passes, lanes] = PARAMETERS.exec(stored) ?? [];
  return Number(memory ?? 0) < cost.memoryKib || Number(passes ?? 0) < cost.passes || Number(lanes ?? 0) < cost.lanes;
}
