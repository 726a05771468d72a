import type { DropOffPoint } from '../../api.models.js';
import { numberText, percentRange, percentText } from '../../ui/shares.js';
import { WideTable } from './wide-table.js';
import { StepCurve } from './step-curve.js';

const SHOWN_VISITS = 24;

/** The share of courses that had broken off by each visit, with the band in which it may lie. */
export function DropOffCurve({ points, line }: { points: DropOffPoint[]; line: string }) {
  const shown = points.slice(0, SHOWN_VISITS);
  const first = shown[0];
  const last = shown.at(-1);
  if (first === undefined || last === undefined) {
    return (
      <p className="kw-quiet kw-padded">
        No course can break off here, so there is no curve: it takes a plan of care with a visit; only in physiotherapy
        and programs the visits alone make a course.
      </p>
    );
  }
  return (
    <>
      <StepCurve
        points={shown.map(({ visit, incidence, low, high }) => ({ at: visit, share: incidence, low, high }))}
        says={`Share of courses broken off by visit, ${line}: ${percentText(first.incidence)} by visit ${first.visit}, ${percentText(last.incidence)} by visit ${last.visit}.`}
        axis="visit number"
      />
      <details className="kw-drop-off-table">
        <summary>The curve as a table</summary>
        <WideTable label={`Courses broken off by visit, ${line}`}>
          <table className="kw-table">
            <caption className="kw-hidden">{`Courses broken off by visit, ${line}`}</caption>
            <thead>
              <tr>
                {['Visit', 'Came so far', 'Broke off', 'Discharged', 'Under way', 'Broken off so far', 'Between'].map(
                  (label) => (
                    <th key={label} scope="col" className="kw-end">
                      {label}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={point.visit}>
                  {[point.visit, point.atRisk, point.dropped, point.discharged, point.active].map((value, place) => (
                    <td key={place} className="kw-end kw-number">
                      {numberText(value)}
                    </td>
                  ))}
                  <td className="kw-end kw-number">{percentText(point.incidence)}</td>
                  <td className="kw-end kw-number kw-quiet">{percentRange(point.low, point.high)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      </details>
    </>
  );
}
