import { memo, type RefObject } from 'react';
import type { CaseRow } from '../../api.types.js';
import { Day, Moment } from '../../ui/moment.js';
import { MoneyAmount } from '../../ui/money.js';
import { PlaceButton } from '../day/why-here.js';
import { HeldBy, PatientLink, Reason, WhereAndWho } from './case-columns.js';
import { RowPriority } from './priority.js';
import { SINCE_MEANS } from './words.js';
import type { RowsProps } from './worklist-table.js';

export const CARD_HEIGHT = 190;

/** The list on a narrow screen: the same facts, one card each. */
export function WorklistCards({
  rows,
  first,
  last,
  before,
  after,
  activeId,
  label,
  container,
}: RowsProps & { container: RefObject<HTMLUListElement | null> }) {
  return (
    <ul ref={container} className="kw-cards" aria-label={label} style={{ paddingTop: before, paddingBottom: after }}>
      {rows.slice(first, last).map((row) => (
        <Card key={row.personId} row={row} active={row.personId === activeId} />
      ))}
    </ul>
  );
}

const Card = memo(function Card({ row, active }: { row: CaseRow; active: boolean }) {
  return (
    <li className="kw-case-card" data-active={active || undefined} style={{ height: CARD_HEIGHT - 10 }}>
      <div className="kw-case-card-top">
        <RowPriority row={row} />
        <PlaceButton row={row} />
        <span className="kw-quiet" title={SINCE_MEANS}>
          since <Moment at={row.since} show="date" />
        </span>
      </div>
      <div className="kw-case-card-why">
        <Reason row={row} />
      </div>
      <div className="kw-case-card-who">
        <PatientLink row={row} />
        <WhereAndWho row={row} />
        <HeldBy row={row} />
      </div>
      <dl className="kw-case-card-facts">
        <div>
          <dt>Last visit</dt>
          <dd>
            <Day on={row.lastVisitOn} none="none yet" />
          </dd>
        </div>
        <div>
          <dt>Next</dt>
          <dd>
            <Moment at={row.nextBookingAt} show="date" none="none" />
          </dd>
        </div>
        <div>
          <dt>At stake</dt>
          <dd>
            <MoneyAmount value={row.valueAtRisk} />
          </dd>
        </div>
        <div>
          <dt>Data</dt>
          <dd>
            <Moment at={row.freshnessAt} none="never" />
          </dd>
        </div>
      </dl>
    </li>
  );
});
