import { wilson } from '@keepwell/domain';
import { useId } from 'react';
import type { CalibrationBin } from '../../api.models.js';
import { numberText, percentRange, percentText } from '../../ui/shares.js';
import { WideTable } from './wide-table.js';

const SIZE = 300;
const LEFT = 44;
const BOTTOM = 40;
const TOP = 10;
const RIGHT = 12;
const LEVELS = [0, 0.25, 0.5, 0.75, 1];

/** How often a group came back, with the interval that holds for small groups too. */
export const happenedIn = ({ n, happened }: CalibrationBin) => wilson({ hits: Math.round(happened * n), of: n });

/** What the model said against what came of it: on the diagonal the two are the same. */
export function CalibrationPlot({ bins, line }: { bins: CalibrationBin[]; line: string }) {
  const title = useId();
  const shown = bins.filter(({ n }) => n > 0);
  const x = (share: number) => LEFT + share * (SIZE - LEFT - RIGHT);
  const y = (share: number) => TOP + (1 - share) * (SIZE - TOP - BOTTOM);
  const through = shown.filter((bin) => {
    const { low, high } = happenedIn(bin);
    return low <= bin.said && bin.said <= high;
  }).length;
  return (
    <>
      <figure className="kw-curve kw-square">
        <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-labelledby={title}>
          <title id={title}>
            {`What was said against what happened, ${line}: in ${through} of ${shown.length} groups the chance given lies within what the outcome allows.`}
          </title>
          {LEVELS.map((level) => (
            <g key={level}>
              <line x1={LEFT} x2={SIZE - RIGHT} y1={y(level)} y2={y(level)} className="kw-curve-grid" />
              <text x={LEFT - 8} y={y(level) + 4} textAnchor="end">
                {Math.round(level * 100)}
              </text>
              <text x={x(level)} y={SIZE - BOTTOM + 16} textAnchor="middle">
                {Math.round(level * 100)}
              </text>
            </g>
          ))}
          <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} className="kw-plot-same" />
          {shown.map((bin, place) => {
            const { low, high } = happenedIn(bin);
            return (
              <g key={place}>
                <line x1={x(bin.said)} x2={x(bin.said)} y1={y(low)} y2={y(high)} className="kw-plot-interval" />
                <circle cx={x(bin.said)} cy={y(bin.happened)} r="4" className="kw-plot-dot" />
              </g>
            );
          })}
          <text x={SIZE - RIGHT} y={SIZE - 4} textAnchor="end">
            said would return, %
          </text>
          <text x={LEFT} y={SIZE - 4} textAnchor="start">
            ↑ returned, %
          </text>
        </svg>
      </figure>
      <details className="kw-drop-off-table">
        <summary>The groups as a table</summary>
        <WideTable label={`What was said and what happened, ${line}`}>
          <table className="kw-table">
            <caption className="kw-hidden">{`What was said and what happened, ${line}`}</caption>
            <thead>
              <tr>
                <th scope="col" className="kw-end">
                  Looks
                </th>
                <th scope="col" className="kw-end">
                  Said
                </th>
                <th scope="col" className="kw-end">
                  Returned
                </th>
                <th scope="col" className="kw-end">
                  Between
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((bin, place) => {
                const { low, high } = happenedIn(bin);
                return (
                  <tr key={place}>
                    <td className="kw-end kw-number">{numberText(bin.n)}</td>
                    <td className="kw-end kw-number">{percentText(bin.said)}</td>
                    <td className="kw-end kw-number">{percentText(bin.happened)}</td>
                    <td className="kw-end kw-number kw-quiet">{percentRange(low, high)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </WideTable>
      </details>
    </>
  );
}
