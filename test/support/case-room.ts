import type { AppUser, Practice } from '@keepwell/database';
import type { QueryResultRow } from 'pg';
import type { CaseInHandDto } from '../../apps/api/src/cases/dto/case-in-hand.dto.js';
import { apiUnderTest } from './api-under-test.js';
import type { Answer, ApiUnderTest, Browser } from './api-under-test.js';
import { caseNumber } from './worked-cases.js';
import { fillWorklist } from './worklist-rows.js';

/** A Tuesday in winter, ten o'clock in London. */
export const NOW = Date.parse('2026-01-13T10:00Z');
export const MINUTE = 60_000;
export const DAY = 1440 * MINUTE;

/** Two coordinators before a filled list. */
export interface CaseRoom {
  api: ApiUnderTest;
  practice: Practice;
  robin: AppUser;
  sam: AppUser;
  /** Robin's. */
  browser: Browser;
  /** Sam's. */
  other: Browser;
  /** A case that no test has had yet: open, not of the backlog. */
  fresh: () => Promise<{ caseId: string; personId: string }>;
  claim: (caseId: string, by?: Browser) => Promise<Answer<CaseInHandDto>>;
  /** A case of its own, in Robin's hand. */
  inHand: () => Promise<{ caseId: string; personId: string }>;
  /** The one row that is there. */
  one: <Row extends QueryResultRow>(sql: string, values: unknown[]) => Promise<Row>;
}

export async function caseRoom(): Promise<CaseRoom> {
  const api = await apiUnderTest();
  api.clock.now = NOW;
  const practice = await api.practice();
  await fillWorklist(api.database, practice.id, { cases: 400, now: NOW });
  const robin = await api.user(practice.id, ['coordinator'], { displayName: 'Robin Reed' });
  const sam = await api.user(practice.id, ['coordinator'], { displayName: 'Sam Stone' });
  const browser = await api.browser().signIn(robin);
  const other = await api.browser().signIn(sam);
  const open = Array.from({ length: 400 }, (_, i) => i + 1).filter(
    (n) => n % 5 !== 0 && n % 33 !== 0 && n % 7 !== 0 && n % 17 !== 0,
  );
  const fresh = () => caseNumber(api.database, practice.id, open.shift() ?? 0);
  const claim = (caseId: string, by = browser) => by.post<CaseInHandDto>(`/api/v1/cases/${caseId}/claim`);
  return {
    ...{ api, practice, robin, sam, browser, other, fresh, claim },
    inHand: async () => {
      const found = await fresh();
      const { status, text } = await claim(found.caseId);
      if (status !== 200) throw new Error(`${status} ${text}`);
      return found;
    },
    one: async <Row extends QueryResultRow>(sql: string, values: unknown[]) => {
      const [row] = await api.database.asSuperuser<Row>(sql, values);
      if (row === undefined) throw new Error('no row');
      return row;
    },
  };
}
