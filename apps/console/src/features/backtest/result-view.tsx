import type { BacktestFigures, BacktestResult, BacktestSide } from '../../api.backtests.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { Sentence } from '../../ui/sentence.js';
import { numberText } from '../../ui/shares.js';
import { kindWord, ruleWords } from '../worklist/words.js';
import { AlertsOverTime } from './alerts-over-time.js';
import { FiguresTable, type FiguresRow } from './figures-table.js';
import { LeadWeeks } from './lead-weeks.js';
import { SharesPlot, type SharesRow } from './shares-plot.js';
import { everyText, horizonSentence, sideName } from './words.js';

type BacktestRule = BacktestSide['rules'][number];

const fixedName = (days: number) => `No visit for ${days} days, nothing booked`;

/** What the rules would have said, what came of it, and how a fixed gap does beside them. */
export function ResultView({ result }: { result: BacktestResult }) {
  const { sides, baselines, period } = result;
  const packs: FiguresRow[] = [
    ...sides.map((side) => ({ key: side.name, name: sideName(side), figures: side.pack })),
    ...baselines.map((fixed) => ({
      ...{ key: `fixed ${fixed.days60or90}`, name: fixedName(fixed.days60or90), figures: fixed, isFixed: true },
    })),
  ];
  const series = [
    ...sides.map((side) => ({ key: side.name, name: sideName(side), days: side.pack.days })),
    ...baselines.map(({ days60or90, days }) => ({ key: `${days60or90}`, name: fixedName(days60or90), days })),
  ];
  return (
    <>
      {result.notes.length > 0 && (
        <Section title="To be known before the figures are read">
          <ul className="kw-notes">
            {result.notes.map((note) => (
              <li key={note}>
                <Sentence of={note} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Facts result={result} />
      <Section title="All rules together, and a fixed gap" aside="shares with their 95 % interval" padded={false}>
        <FiguresTable rows={packs} caption="All rules together, and fixed gaps" />
        <p className="kw-quiet kw-silent">
          All rules that list patients and are switched on, taken together; one alert per person and course of care.{' '}
          {horizonSentence(result.horizons)}
        </p>
      </Section>
      <Section title="Right alerts and drop-offs seen" padded={false}>
        <SharesPlot rows={plotRows(result)} />
      </Section>
      <Section title="Alerts a day" aside="on one scale" padded={false}>
        <AlertsOverTime series={series} every={period.every} />
      </Section>
      {sides.map((side) => (
        <Section
          key={side.name}
          title={`How much earlier: ${sideName(side).toLowerCase()}`}
          aside="alerts that a fixed gap would have followed"
          padded={false}
        >
          <LeadWeeks weeks={side.pack.leads} name={sideName(side)} />
        </Section>
      ))}
      {sides.map((side) => (
        <RulesOf key={side.name} side={side} />
      ))}
    </>
  );
}

function Facts({ result }: { result: BacktestResult }) {
  const { period, records } = result;
  const facts: [string, string][] = [
    [
      'Days asked',
      `${numberText(period.askedDays)}, ${everyText(period.every)} at ${String(period.hour).padStart(2, '0')}:00`,
    ],
    ['People on record', `${numberText(result.people)} in ${numberText(result.households)} households`],
    [
      'Courses left unfinished',
      `${numberText(result.dropOffs)}, and ${numberText(result.dropOffsExcluded)} of people who may not be listed`,
    ],
    ['Records', `${numberText(records.records)}; ${numberText(records.oneVersion)} with a single version`],
  ];
  return (
    <dl className="kw-card kw-figures">
      {facts.map(([name, says]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="kw-number">{says}</dd>
        </div>
      ))}
      <div>
        <dt>Outcomes known to</dt>
        <dd>
          <Moment at={result.dataEnd} show="exact" />
        </dd>
      </div>
    </dl>
  );
}

const rowOf = (rule: BacktestRule): FiguresRow => ({
  key: rule.rule,
  name: (
    <>
      <span className="kw-rule-id">{rule.rule}</span> {ruleWords(rule.name)}
      {rule.kind !== 'O' && <span className="kw-tag">{kindWord(rule.kind)}</span>}
    </>
  ),
  figures: rule,
});

/** Rules that spoke, then those that are off and would have spoken; the silent ones in a line. */
function RulesOf({ side }: { side: BacktestSide }) {
  const name = sideName(side);
  const spoke = side.rules.filter(({ alerts }) => alerts > 0);
  const on = spoke.filter(({ isOn }) => isOn);
  const off = spoke.filter(({ isOn }) => !isOn);
  const silent = side.rules.filter(({ alerts }) => alerts === 0);
  return (
    <Section title={`Rule by rule: ${name.toLowerCase()}`} padded={false}>
      {on.length === 0 ? (
        <p className="kw-quiet kw-padded">No rule that is switched on would have spoken in the period.</p>
      ) : (
        <FiguresTable rows={on.map(rowOf)} caption={`Rule by rule, ${name.toLowerCase()}`} />
      )}
      {off.length > 0 && (
        <details className="kw-drop-off-table">
          <summary>Switched off, and would have spoken: {off.map(({ rule }) => rule).join(', ')}</summary>
          <FiguresTable rows={off.map(rowOf)} caption={`Switched off, ${name.toLowerCase()}`} />
        </details>
      )}
      {silent.length > 0 && (
        <p className="kw-quiet kw-silent">No alert from {silent.map(({ rule }) => rule).join(', ')}.</p>
      )}
    </Section>
  );
}

function plotRows({ sides, baselines }: BacktestResult): SharesRow[] {
  const row = (key: string, label: string, { precision, recall }: BacktestFigures, isFixed = false) => ({
    ...{ key, label, precision, recall, isFixed },
  });
  const first = sides[0];
  return [
    ...sides.map((side) =>
      row(side.name, sides.length === 1 ? 'All rules' : side.name === 'draft' ? 'The change' : 'In force', side.pack),
    ),
    ...baselines.map((fixed) => row(`${fixed.days60or90}`, `${fixed.days60or90} days`, fixed, true)),
    ...(first?.rules ?? [])
      .filter(({ isOn, alerts, precision }) => isOn && alerts > 0 && precision !== null)
      .map((rule) => row(`rule ${rule.rule}`, rule.rule, rule)),
  ];
}
