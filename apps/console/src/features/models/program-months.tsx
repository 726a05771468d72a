import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { ProgramCurve, ProgramMonth, ProgramMonths } from '../../api.models.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { numberText, percentRange, percentText } from '../../ui/shares.js';
import { StepCurve } from './step-curve.js';
import { WideTable } from './wide-table.js';
import { HOW_PROGRAMS_ARE_COUNTED, programSentences } from './words.js';

const nameOf = ({ name }: ProgramCurve) => name ?? 'Programs without a name';

/** In which month of their programs people leave, all programs together or those of one name. */
export function ProgramMonthsSection({ all, each, everybody, people, asOf }: ProgramMonths) {
  const [chosen, setChosen] = useState<string | null>(null);
  if (all === null || all.began === 0) return null;
  const one = each.find((curve) => nameOf(curve) === chosen);
  const curve = one ?? all;
  const name = one === undefined ? 'all programs' : nameOf(one);
  return (
    <Section
      title="Programs, month by month"
      aside={
        <>
          counted on what was known by <Moment at={asOf} show="exact" />
        </>
      }
      padded={false}
    >
      <div className="kw-padded">
        {each.length > 0 && (
          <NativeSelect
            size="xs"
            label="Which programs"
            maw={320}
            mb="sm"
            value={one === undefined ? '' : nameOf(one)}
            onChange={({ currentTarget: { value } }) => setChosen(value === '' ? null : value)}
            data={[
              { value: '', label: 'All programs' },
              ...each.map((each) => ({ value: nameOf(each), label: `${nameOf(each)} (${numberText(each.began)})` })),
            ]}
          />
        )}
        {curve.says !== null && <p className="kw-flat">{curve.says}</p>}
        <ul className="kw-notes kw-model-says">
          {programSentences(curve, { everybody, people: one === undefined ? people : null }).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
      {curve.months.length > 0 && <Months months={curve.months} name={name} />}
    </Section>
  );
}

const isFollowed = (month: ProgramMonth): month is ProgramMonth & { share: number; low: number; high: number } =>
  month.share !== null;

function Months({ months, name }: { months: ProgramMonth[]; name: string }) {
  const followed = months.filter(isFollowed);
  const [first, last] = [followed[0], followed.at(-1)];
  return (
    <>
      <div className="kw-plots">
        {first !== undefined && last !== undefined && (
          <section aria-label={`Where programs lose people: ${name}`}>
            <h3 className="kw-plot-title">Left so far</h3>
            <p className="kw-quiet kw-plot-words">
              Share of all who began that had left by the end of each month of theirs; the band is where the true share
              lies with 95 % confidence.
            </p>
            <StepCurve
              points={followed.map(({ month, share, low, high }) => ({ at: month, share, low, high }))}
              says={`Share of those who began that had left, ${name}: ${percentText(first.share)} by the end of month ${first.month}, ${percentText(last.share)} by the end of month ${last.month}.`}
              axis="month of the program"
            />
          </section>
        )}
        <section aria-label="How it is counted">
          <h3 className="kw-plot-title">How it is counted</h3>
          <ul className="kw-notes kw-model-says kw-plot-words">
            {HOW_PROGRAMS_ARE_COUNTED.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      </div>
      <WideTable label={`Programs month by month, ${name}`}>
        <Table months={months} name={name} />
      </WideTable>
    </>
  );
}

const COLUMNS = ['Month', 'Seen in it', 'Left', 'Finished', 'Still in it', 'Left so far', 'Between', 'Milestones done'];

function Table({ months, name }: { months: ProgramMonth[]; name: string }) {
  return (
    <table className="kw-table">
      <caption className="kw-hidden">{`Programs month by month, ${name}`}</caption>
      <thead>
        <tr>
          {COLUMNS.map((label) => (
            <th key={label} scope="col" className="kw-end">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {months.map((month) => (
          <tr key={month.month}>
            {[month.month, month.atRisk, month.left, month.finished, month.running].map((value, place) => (
              <td key={place} className="kw-end kw-number">
                {numberText(value)}
              </td>
            ))}
            {isFollowed(month) ? (
              <>
                <td className="kw-end kw-number">{percentText(month.share)}</td>
                <td className="kw-end kw-number kw-quiet">{percentRange(month.low, month.high)}</td>
              </>
            ) : (
              <td className="kw-end kw-quiet" colSpan={2}>
                too few
              </td>
            )}
            <td className="kw-end kw-number">
              {month.milestones === 0 ? '–' : `${numberText(month.milestonesDone)} of ${numberText(month.milestones)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
