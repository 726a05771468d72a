import type { DraftPersonRow, PreviewNumbers } from '@keepwell/database';
import type { Listing } from './draft-difference.js';

/** Counts a preview as it goes through everybody. */
export class PreviewCount {
  private asked = 0;
  private listedNow = 0;
  private listedThen = 0;
  private readonly moves = { enters: 0, leaves: 0, changes: 0, elsewhere: 0 };
  private readonly byRule = new Map<string, { enters: number; leaves: number }>();

  add(now: Listing, then: Listing, row: DraftPersonRow | null): void {
    this.asked += 1;
    this.listedNow += Number(now.list === 'off_track');
    this.listedThen += Number(then.list === 'off_track');
    if (row === null) return;
    this.moves[row.move] += 1;
    if (row.move !== 'enters' && row.move !== 'leaves') return;
    const ofRule = this.byRule.get(row.rule) ?? { enters: 0, leaves: 0 };
    ofRule[row.move] += 1;
    this.byRule.set(row.rule, ofRule);
  }

  get numbers(): PreviewNumbers {
    const { asked, listedNow, listedThen, moves } = this;
    const byRule = [...this.byRule].map(([rule, counts]) => ({ rule, ...counts }));
    return {
      ...{ asked, listedNow, listedThen, ...moves },
      byRule: byRule.sort((one, other) => one.rule.localeCompare(other.rule)),
    };
  }
}
