import { useId } from 'react';
import type { DropOffPoint } from '../../api.models.js';
import { numberText, percentRange, percentText } from '../../ui/shares.js';

const WIDTH = 420;
const HEIGHT = 300;
const LEFT = 44;
const BOTTOM = 40;
const TOP = 10;
const RIGHT = 12;
const SHOWN_VISITS = 24;

/** The share of courses that had broken off by each visit, with the band in which it may lie. */
export function DropOffCurve({ points, line }: { points: DropOffPoint[]; line: string }) {
  const title = useId();
  const shown = points.slice(0, SHOWN_VISITS);
  const first = shown[0];
  const last = shown.at(-1);
  if (first === undefined || last === undefined) {
    return <p className="kw-quiet kw-padded">No course of this line has a visit on record, so there is no curve.</p>;
  }
  const top = Math.min(1, Math.max(0.1, Math.ceil(Math.max(...shown.map(({ high }) => high)) * 10) / 10));
  const x = (place: number) => LEFT + (place * (WIDTH - LEFT - RIGHT)) / shown.length;
  const y = (share: number) => TOP + (1 - share / top) * (HEIGHT - TOP - BOTTOM);
  // Nothing happens between two visits: the curve and its band step.
  const steps = (of: (point: DropOffPoint) => number) =>
    shown.flatMap((point, place) => [
      [x(place), y(of(point))],
      [x(place + 1), y(of(point))],
    ]);
  const drawn = (corners: number[][]) =>
    corners.map((corner) => corner.map((at) => at!.toFixed(1)).join(',')).join(' ');
  const band = [...steps(({ high }) => high), ...steps(({ low }) => low).toReversed()];
  const every = Math.ceil(shown.length / 10);
  return (
    <>
      <figure className="kw-curve">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={title}>
          <title id={title}>
            {`Share of courses broken off by visit, ${line}: ${percentText(first.incidence)} by visit ${first.visit}, ${percentText(last.incidence)} by visit ${last.visit}.`}
          </title>
          {[0, 0.5, 1].map((level) => (
            <g key={level}>
              <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(top * level)} y2={y(top * level)} className="kw-curve-grid" />
              <text x={LEFT - 8} y={y(top * level) + 4} textAnchor="end">
                {percentText(top * level)}
              </text>
            </g>
          ))}
          <polygon points={drawn(band)} className="kw-plot-band" />
          <polyline points={drawn(steps(({ incidence }) => incidence))} className="kw-curve-line" />
          {shown.map(({ visit }, place) =>
            place % every === 0 ? (
              <text key={visit} x={x(place + 0.5)} y={HEIGHT - BOTTOM + 16} textAnchor="middle">
                {visit}
              </text>
            ) : null,
          )}
          <text x={WIDTH - RIGHT} y={HEIGHT - 4} textAnchor="end">
            visit number
          </text>
        </svg>
      </figure>
      <details className="kw-drop-off-table">
        <summary>The curve as a table</summary>
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
      </details>
    </>
  );
}
