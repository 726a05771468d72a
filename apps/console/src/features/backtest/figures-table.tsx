import type { ReactNode } from 'react';
import type { BacktestFigures, BacktestNumber, BacktestShare } from '../../api.backtests.js';
import { numberText, percentRange, percentText } from '../../ui/shares.js';
import { labelText, numberWithRange, whyNoPrecision } from './words.js';

export interface FiguresRow {
  key: string;
  name: ReactNode;
  figures: BacktestFigures;
  /** What the rules are measured by. */
  isFixed?: boolean;
}

/** Alerts, how many were right, how many drop-offs were seen, how early, and how much work that is: each with its interval. */
export function FiguresTable({ rows, caption }: { rows: FiguresRow[]; caption: string }) {
  return (
    <table className="kw-table kw-stack kw-figures-table">
      <caption className="kw-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Tried</th>
          <th scope="col" title="First flags; one that stands on several days in a row counts once">
            Alerts
          </th>
          <th scope="col" title="Share of the judged alerts after which the patient stayed away for the whole horizon">
            Right (precision)
          </th>
          <th scope="col" title="Share of the drop-offs that were flagged before the day on which they counted as such">
            Drop-offs seen (recall)
          </th>
          <th
            scope="col"
            title="Median days by which the alert came before no visit for 60 or 90 days and nothing booked"
          >
            Days earlier
          </th>
          <th scope="col" title="Alerts per calendar day">
            Alerts a day
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, figures, isFixed }) => (
          <tr key={key} data-fixed={isFixed || undefined}>
            <th scope="row" data-label="Tried">
              {name}
            </th>
            <td data-label="Alerts">
              <strong className="kw-number">{numberText(figures.alerts)}</strong>{' '}
              <span className="kw-quiet">of {numberText(figures.people)} people</span>
              {figures.precision !== null && figures.alerts > 0 && (
                <div className="kw-quiet">{labelText(figures.labels)}</div>
              )}
            </td>
            <td data-label="Right">
              <Share share={figures.precision} none={whyNoPrecision(figures)} />
            </td>
            <td data-label="Drop-offs seen">
              <Share share={figures.recall} none="no drop-off in the period" />
              {figures.flaggedLate > 0 && (
                <div className="kw-quiet">{numberText(figures.flaggedLate)} more too late</div>
              )}
            </td>
            <td data-label="Days earlier">
              <Days number={figures.leadOver60} than="than 60 days" />
              <Days number={figures.leadOver90} than="than 90 days" />
              <Days number={figures.leadToDropOff} than="before the drop‑off" />
            </td>
            <td data-label="Alerts a day">
              <PerDay figures={figures} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Share({ share, none }: { share: BacktestShare | null; none: string }) {
  if (share === null || share.value === null) return <span className="kw-none">{none}</span>;
  return (
    <>
      <strong className="kw-number">{percentText(share.value)}</strong>{' '}
      <span className="kw-quiet kw-number kw-nowrap">{percentRange(share.low, share.high)}</span>
      <div className="kw-quiet kw-number">
        {numberText(share.hits)} of {numberText(share.of)}
      </div>
    </>
  );
}

function Days({ number, than }: { number: BacktestNumber; than: string }) {
  const shown = numberWithRange(number, 0);
  if (shown === null) return <div className="kw-none">{`not known ${than}`}</div>;
  return (
    <div>
      <strong className="kw-number">{shown.value}</strong>{' '}
      <span className="kw-quiet">
        {than}{' '}
        <span className="kw-number kw-nowrap">
          ({shown.range === null ? '' : `${shown.range}; `}n {numberText(shown.n)})
        </span>
      </span>
    </div>
  );
}

function PerDay({ figures: { perDay, perDayP95, perThousandAWeek } }: { figures: BacktestFigures }) {
  const shown = numberWithRange(perDay, 1);
  if (shown === null) return <span className="kw-none">–</span>;
  const weekly = numberWithRange(perThousandAWeek, 1);
  return (
    <>
      <strong className="kw-number">{shown.value}</strong>{' '}
      {shown.range !== null && <span className="kw-quiet kw-number kw-nowrap">{shown.range}</span>}
      <div className="kw-quiet kw-number">
        95 of 100 days at most {numberText(perDayP95)}
        {weekly !== null && <>; {weekly.value} a week per 1,000 people</>}
      </div>
    </>
  );
}
