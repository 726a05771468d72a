import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { getRules } from '../api.js';
import type { Rule, WorklistTab } from '../api.types.js';
import { thresholdName, thresholdValue } from '../features/rules/threshold-words.js';
import { Priority } from '../features/worklist/priority.js';
import { viewAddress } from '../features/worklist/view.js';
import { kindWord, ruleWords, TABS } from '../features/worklist/words.js';
import { IconRulerMeasure } from '../ui/icons.js';
import { Page } from '../ui/page.js';
import { Signal } from '../ui/signal.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

export default function RulesPage() {
  const rules = useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => getRules(signal) });
  return (
    <Page title="Rules" lead="What puts a patient on the list, in plain words, with the thresholds this practice uses.">
      {rules.isPending ? (
        <LoadingBars rows={8} height={72} label="Loading the rules" />
      ) : rules.isError ? (
        <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
      ) : rules.data.length === 0 ? (
        <EmptyState icon={<IconRulerMeasure size={26} stroke={1.6} />} title="No rule is in use">
          A practice starts with the rules of its specialty. Ask whoever runs Keepwell to load a rule pack.
        </EmptyState>
      ) : (
        <div className="kw-card">
          <RuleTable rules={rules.data} />
        </div>
      )}
    </Page>
  );
}

function RuleTable({ rules }: { rules: Rule[] }) {
  return (
    <table className="kw-table kw-stack">
      <caption className="kw-hidden">Rules in use</caption>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">Lists a patient when</th>
          <th scope="col">Urgency</th>
          <th scope="col">Thresholds</th>
          <th scope="col" className="kw-end" title="Median days for which it has held, over the patients it lists now">
            Days held
          </th>
          <th
            scope="col"
            className="kw-end"
            title="Median days by which it speaks earlier than a fixed rule of 90 days without a visit"
          >
            Days earlier
          </th>
          <th scope="col" className="kw-end">
            Listed now
          </th>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <Rule key={rule.rule} rule={rule} />
        ))}
      </tbody>
    </table>
  );
}

function Rule({ rule }: { rule: Rule }) {
  return (
    <tr data-off={rule.mode === 'off' || undefined}>
      <td data-label="Rule">
        <span className="kw-rule-id">{rule.rule}</span> <strong>{ruleWords(rule.name)}</strong>
        <div className="kw-quiet">
          {kindWord(rule.kind)} · version {rule.version}
        </div>
        {rule.mode === 'off' && <Signal tone="quiet">Off</Signal>}
      </td>
      <td data-label="Lists when">{rule.says}</td>
      <td data-label="Urgency" className="kw-nowrap">
        <Priority of={rule.class} />
      </td>
      <td data-label="Thresholds" className="kw-quiet">
        {Object.entries(rule.parameters).map(([name, value]) => (
          <div key={name}>
            {thresholdName(name)}: <span className="kw-number kw-nowrap">{thresholdValue(value)}</span>
          </div>
        ))}
      </td>
      <td data-label="Days held" className="kw-end kw-number">
        {rule.median === null ? <span className="kw-none">–</span> : rule.median}
      </td>
      <td data-label="Days earlier" className="kw-end kw-number">
        {rule.leadDays === null ? <span className="kw-none">–</span> : rule.leadDays}
      </td>
      <td data-label="Listed now" className="kw-end kw-number">
        <Listed rule={rule} />
      </td>
    </tr>
  );
}

/** One number for each part of the list, because a link leads to one part and must show exactly whom it counts. */
function Listed({ rule }: { rule: Rule }) {
  const parts = TABS.flatMap(({ tab, label }) => {
    const count = isCounted(tab) ? rule.listedOn[tab] : 0;
    return count === 0 ? [] : [{ tab, label, count }];
  });
  if (parts.length === 0) return <span className="kw-none">nobody</span>;
  return (
    <ul className="kw-plain">
      {parts.map(({ tab, label, count }) => (
        <li key={tab} className="kw-nowrap">
          <Link to={viewAddress({ tab, sort: 'priority', rule: rule.rule })}>
            <span className="kw-quiet">{label}</span> {count.toLocaleString('en-GB')}
          </Link>
        </li>
      ))}
    </ul>
  );
}

const isCounted = (tab: WorklistTab): tab is keyof Rule['listedOn'] => tab !== 'resolved' && tab !== 'all';
