import { Tabs } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { DraftList } from '../features/rules/draft-list.js';
import { RecommendedPackOffer } from '../features/rules/recommended-pack.js';
import { isOpen } from '../features/rules/mode-words.js';
import { RulePack } from '../features/rules/rule-table.js';
import { useDrafts, useRecommendedPack, useRules } from '../features/rules/use-rules.js';
import { useManages, useSeesPatients } from '../features/session/roles.js';
import { IconRulerMeasure } from '../ui/icons.js';
import { Page } from '../ui/page.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

const PARTS = ['rules', 'changes'] as const;

export default function RulesPage() {
  const [address, setAddress] = useSearchParams();
  const part = PARTS.find((one) => one === address.get('part')) ?? 'rules';
  const open =
    useDrafts()
      .data?.pages.flatMap(({ items }) => items)
      .filter(isOpen).length ?? 0;
  const seesPatients = useSeesPatients();
  const manages = useManages();
  return (
    <Page
      title="Rules"
      lead="What puts a patient on the list, in plain words, with the thresholds this practice uses."
      actions={
        <>
          {seesPatients && <Link to="/go-live">Shadow week</Link>}
          {manages && <Link to="/rules/backtest">On the past</Link>}
          {manages && <Link to="/models">Chances to return</Link>}
        </>
      }
    >
      <Tabs
        value={part}
        onChange={(next) => setAddress(next === 'changes' ? { part: 'changes' } : {}, { preventScrollReset: true })}
        keepMounted={false}
        className="kw-tabs"
      >
        <Tabs.List aria-label="Parts of the rules">
          <Tabs.Tab value="rules">In use</Tabs.Tab>
          <Tabs.Tab
            value="changes"
            rightSection={open > 0 && <span className="kw-count">{open.toLocaleString('en-GB')}</span>}
          >
            Changes
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rules" className="kw-part">
          <Pack />
        </Tabs.Panel>
        <Tabs.Panel value="changes" className="kw-part">
          <DraftList />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** The offer stands above the rules and comes with them: a rule that moved down under the hand would not be the one that is pressed. */
function Pack() {
  const rules = useRules();
  const manages = useManages();
  const recommended = useRecommendedPack(manages);
  if (rules.isPending || (manages && recommended.isPending))
    return <LoadingBars rows={8} height={72} label="Loading the rules" />;
  if (rules.isError) return <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />;
  if (rules.data.length === 0) {
    return (
      <EmptyState icon={<IconRulerMeasure size={26} stroke={1.6} />} title="No rule is in use">
        A practice starts with the rules of its specialty. Ask whoever runs Keepwell to load a rule pack.
      </EmptyState>
    );
  }
  return (
    <>
      {recommended.data !== undefined && <RecommendedPackOffer pack={recommended.data} />}
      <RulePack rules={rules.data} />
    </>
  );
}
