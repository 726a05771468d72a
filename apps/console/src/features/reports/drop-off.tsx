import { useId } from 'react';
import type { DropOffRow } from '../../api.reports.types.js';
import { Section } from '../../ui/section.js';

const WIDTH = 640;
const HEIGHT = 220;
const LEFT = 44;
const BOTTOM = 34;
const TOP = 10;
const SHOWN_VISITS = 20;
const percent = (share: number) => `${Math.round(share * 100)} %`;

/** How many plans have been left by each visit: a curve for the eye, the table for everybody. */
export function DropOff({ rows }: { rows: DropOffRow[] }) {
  const shown = rows.slice(0, SHOWN_VISITS);
  return (
    <Section title="Where plans of care are left" aside="drop-off by visit number" padded={false}>
      {shown.length === 0 ? (
        <p className="kw-quiet kw-padded">No plan of care with a visit is on record, so there is no curve to draw.</p>
      ) : (
        <>
          <Curve rows={shown} />
          <details className="kw-drop-off-table" open={shown.length <= 8}>
            <summary>The curve as a table</summary>
            <DropOffTable rows={rows} />
          </details>
        </>
      )}
    </Section>
  );
}

function Curve({ rows }: { rows: DropOffRow[] }) {
  const title = useId();
  const last = rows.at(-1)!;
  const top = Math.max(0.1, Math.ceil(last.cumulativeDropOff * 10) / 10);
  const x = (place: number) => LEFT + (place * (WIDTH - LEFT - 12)) / rows.length;
  const y = (share: number) => TOP + (1 - share / top) * (HEIGHT - TOP - BOTTOM);
  // Nothing happens between two visits: the curve steps.
  const path = rows.reduce(
    (drawn, { cumulativeDropOff }, place) => `${drawn} V${y(cumulativeDropOff).toFixed(1)} H${x(place + 1).toFixed(1)}`,
    `M${x(0)},${y(0)}`,
  );
  const every = Math.ceil(rows.length / 10);
  return (
    <figure className="kw-curve">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={title}>
        <title id={title}>
          {`Share of plans left, by visit number: ${percent(rows[0]!.cumulativeDropOff)} by visit ${rows[0]!.visit}, ${percent(last.cumulativeDropOff)} by visit ${last.visit}.`}
        </title>
        {[0, 0.5, 1].map((level) => (
          <g key={level}>
            <line x1={LEFT} x2={WIDTH - 12} y1={y(top * level)} y2={y(top * level)} className="kw-curve-grid" />
            <text x={LEFT - 8} y={y(top * level) + 4} textAnchor="end">
              {percent(top * level)}
            </text>
          </g>
        ))}
        <path d={path} className="kw-curve-line" />
        {rows.map(({ visit }, place) =>
          place % every === 0 ? (
            <text key={visit} x={x(place + 0.5)} y={HEIGHT - 14} textAnchor="middle">
              {visit}
            </text>
          ) : null,
        )}
        <text x={WIDTH - 12} y={HEIGHT} textAnchor="end">
          visit number
        </text>
      </svg>
    </figure>
  );
}

function DropOffTable({ rows }: { rows: DropOffRow[] }) {
  return (
    <table className="kw-table">
      <caption className="kw-hidden">Drop-off by visit number</caption>
      <thead>
        <tr>
          <th scope="col">Visit</th>
          <th scope="col" className="kw-end">
            Came so far
          </th>
          <th scope="col" className="kw-end">
            Left after it
          </th>
          <th scope="col" className="kw-end">
            Discharged
          </th>
          <th scope="col" className="kw-end">
            Left so far
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.visit}>
            <td className="kw-number">{row.visit}</td>
            <td className="kw-end kw-number">{row.atRisk.toLocaleString('en-GB')}</td>
            <td className="kw-end kw-number">{row.dropped.toLocaleString('en-GB')}</td>
            <td className="kw-end kw-number">{row.discharged.toLocaleString('en-GB')}</td>
            <td className="kw-end kw-number">{percent(row.cumulativeDropOff)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
