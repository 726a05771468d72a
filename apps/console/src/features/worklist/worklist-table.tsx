import { memo, type RefObject } from 'react';
import type { CaseRow } from '../../api.types.js';
import { Day, Moment } from '../../ui/moment.js';
import { MoneyAmount } from '../../ui/money.js';
import { PlaceButton } from '../day/why-here.js';
import { HeldBy, PatientLink, Reason, WhereAndWho } from './case-columns.js';
import { RowPriority } from './priority.js';
import { SINCE_MEANS } from './words.js';

export const TABLE_ROW_HEIGHT = 78;

const COLUMNS = [
  { name: 'Priority', width: 112 },
  { name: 'Patient', width: 184 },
  { name: 'Why', width: undefined },
  { name: 'Since', width: 96, means: SINCE_MEANS },
  { name: 'At stake', width: 88, end: true },
  { name: 'Last visit', width: 96 },
  { name: 'Next booking', width: 104 },
  { name: 'Data as of', width: 92 },
];

export interface RowsProps {
  rows: CaseRow[];
  first: number;
  last: number;
  before: number;
  after: number;
  activeId: string | null;
  label: string;
}

export function WorklistTable({
  rows,
  first,
  last,
  before,
  after,
  activeId,
  label,
  container,
}: RowsProps & { container: RefObject<HTMLTableSectionElement | null> }) {
  return (
    <table className="kw-table kw-worklist" aria-label={label} aria-rowcount={rows.length + 1}>
      <colgroup>
        {COLUMNS.map((column) => (
          <col key={column.name} style={column.width === undefined ? undefined : { width: column.width }} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {COLUMNS.map((column) => (
            <th key={column.name} scope="col" className={column.end ? 'kw-end' : undefined} title={column.means}>
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={container}>
        {before > 0 && <Space height={before} />}
        {rows.slice(first, last).map((row, offset) => (
          <Row key={row.personId} row={row} index={first + offset} active={row.personId === activeId} />
        ))}
        {after > 0 && <Space height={after} />}
      </tbody>
    </table>
  );
}

function Space({ height }: { height: number }) {
  return (
    <tr aria-hidden className="kw-space">
      <td colSpan={COLUMNS.length} style={{ height }} />
    </tr>
  );
}

const Row = memo(function Row({ row, index, active }: { row: CaseRow; index: number; active: boolean }) {
  return (
    <tr aria-rowindex={index + 2} data-active={active || undefined} style={{ height: TABLE_ROW_HEIGHT }}>
      <td>
        <RowPriority row={row} />
        <PlaceButton row={row} />
      </td>
      <td>
        <PatientLink row={row} />
        <WhereAndWho row={row} />
        <HeldBy row={row} />
      </td>
      <td>
        <Reason row={row} />
      </td>
      <td>
        <Moment at={row.since} show="date" />
      </td>
      <td className="kw-end">
        <MoneyAmount value={row.valueAtRisk} />
      </td>
      <td>
        <Day on={row.lastVisitOn} none="none yet" />
      </td>
      <td>
        <Moment at={row.nextBookingAt} show="date" none="none" />
      </td>
      <td className="kw-quiet">
        <Moment at={row.freshnessAt} none="never read" />
      </td>
    </tr>
  );
});
