import type { Finding, KitReport } from './scenarios.js';

export type Tell = (check: string, problem: string | null) => void;

/** Where checks say what they found, under the title of their scenario. */
export interface Telling {
  tell: Tell;
  skip: (check: string, why: string) => void;
  /** True, and noted with its reason, when the scenarios excuse this check. */
  isExcused: (check: string) => boolean;
}

export class Report {
  private readonly passed = new Set<string>();
  private readonly failures = new Map<string, Finding>();
  private readonly skipped = new Map<string, Finding>();

  constructor(private readonly excused: Partial<Record<string, string>>) {}

  in(title: string): Telling {
    return {
      tell: (check, problem) => {
        if (problem === null) this.passed.add(check);
        else this.failures.set(`${title}\n${check}\n${problem}`, { check, says: `${title}: ${problem}` });
      },
      skip: (check, why) => void this.skipped.set(`${title}\n${check}`, { check, says: `${title}: ${why}` }),
      isExcused: (check) => {
        const why = this.excused[check];
        if (why === undefined) return false;
        this.skipped.set(check, { check, says: why });
        return true;
      },
    };
  }

  get failed(): boolean {
    return this.failures.size > 0;
  }

  whole(): KitReport {
    const failed = new Set([...this.failures.values()].map(({ check }) => check));
    return {
      passed: [...this.passed].filter((check) => !failed.has(check)),
      failures: [...this.failures.values()],
      skipped: [...this.skipped.values()],
    };
  }
}
