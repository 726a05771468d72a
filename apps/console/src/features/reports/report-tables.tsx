import type { CoordinatorWeek, Fraction, ReportUnit, WeeklyReport } from '../../api.reports.types.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { differenceText, valueText } from './words.js';

/** Ranked by conversations; how often somebody dialled stands beside them and is no goal. */
export function Coordinators({ weeks }: { weeks: CoordinatorWeek[] }) {
  return (
    <Section title="Who talked with patients" aside="by conversations; attempts are context" padded={false}>
      {weeks.length === 0 ? (
        <p className="kw-quiet kw-padded">Nobody wrote down a call or a talk in this week.</p>
      ) : (
        <table className="kw-table">
          <caption className="kw-hidden">Coordinators by conversations</caption>
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col" className="kw-end">
                Conversations
              </th>
              <th scope="col" className="kw-end">
                Next step booked
              </th>
              <th scope="col" className="kw-end">
                Attempts
              </th>
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week.userId}>
                <th scope="row">{week.name ?? 'former user'}</th>
                <td className="kw-end">
                  <strong className="kw-number">{week.conversations.toLocaleString('en-GB')}</strong>
                </td>
                <td className="kw-end">
                  <FractionText of={week.nextBooked} unit="share" currency={null} />
                </td>
                <td className="kw-end kw-quiet kw-number">{week.attempts.toLocaleString('en-GB')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

/** The trailing twelve weeks beside the audit taken when the practice was connected. */
export function Baseline({ report }: { report: WeeklyReport }) {
  const { baseline, currency } = report;
  return (
    <Section
      title="Against the baseline"
      padded={false}
      aside={
        baseline !== null && (
          <>
            whole practice; taken <Moment at={baseline.takenAt} show="date" />
          </>
        )
      }
    >
      {baseline === null ? (
        <p className="kw-quiet kw-padded">No baseline was taken, so there is nothing to compare with.</p>
      ) : (
        <table className="kw-table kw-stack">
          <caption className="kw-hidden">The last twelve weeks against the baseline</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" className="kw-end">
                Baseline
              </th>
              <th scope="col" className="kw-end">
                Last 12 weeks
              </th>
              <th scope="col" className="kw-end">
                Difference
              </th>
            </tr>
          </thead>
          <tbody>
            {baseline.comparisons.map((one) => (
              <tr key={one.metric}>
                <td data-label="What">{one.label}</td>
                <td data-label="Baseline" className="kw-end">
                  <FractionText of={one.baseline} unit={one.unit} currency={currency} />
                </td>
                <td data-label="Last 12 weeks" className="kw-end">
                  <FractionText of={one.now} unit={one.unit} currency={currency} />
                </td>
                <td data-label="Difference" className="kw-end kw-number">
                  {one.difference === null ? (
                    <span className="kw-none">not yet known</span>
                  ) : (
                    differenceText(one.difference, one.unit, currency)
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function FractionText({ of, unit, currency }: { of: Fraction; unit: ReportUnit; currency: string | null }) {
  const made = `${of.numerator.toLocaleString('en-GB')} of ${of.denominator.toLocaleString('en-GB')}`;
  return (
    <>
      {of.value !== null && <strong className="kw-number">{valueText(of.value, unit, currency)} </strong>}
      <span className="kw-quiet kw-number kw-nowrap">{made}</span>
    </>
  );
}
