import { Button, NativeSelect, Tabs } from '@mantine/core';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Shelf, TrialView } from '../api.rules.js';
import type { Rule, ShadowCounts } from '../api.rules.types.js';
import { newDraftAddress, ruleAddress } from '../features/rules/addresses.js';
import { MODE_MEANS, MODE_WORDS } from '../features/rules/mode-words.js';
import { Precision } from '../features/rules/precision.js';
import { TrialList } from '../features/rules/trial-list.js';
import { useLocations } from '../features/rules/use-locations.js';
import { useRules } from '../features/rules/use-rules.js';
import { useTrial } from '../features/rules/use-trial.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useManages, useSeesPatients, useWorks } from '../features/session/roles.js';
import { ruleWords } from '../features/worklist/words.js';
import { IconUsers } from '../ui/icons.js';
import { Page } from '../ui/page.js';
import { numberText, percentText } from '../ui/shares.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';
import NotFoundPage from './not-found.page.js';

const SHELVES: readonly { show: Shelf; label: string; nobody: string; says: string }[] = [
  {
    ...{ show: 'to_judge', label: 'To judge', nobody: 'Nobody is left to judge' },
    says: 'Whoever the rule finds from now on stands here.',
  },
  {
    ...{ show: 'standing', label: 'Would be listed now', nobody: 'The rule would list nobody now' },
    says: 'A rule that is on trial finds people as facts change and time passes.',
  },
  {
    ...{ show: 'judged', label: 'Judged', nobody: 'Nobody was judged in the last 60 days' },
    says: 'Marks of right and wrong are kept here, also of those whom the rule no longer finds.',
  },
];

/** Whom a rule on trial would list, person by person, and how truly. */
export default function RuleTrialPage() {
  const { rule: id = '' } = useParams();
  const rules = useRules();
  const seesPatients = useSeesPatients();
  const rule = rules.data?.find((one) => one.rule === id);
  if (rules.isSuccess && rule === undefined) return <NotFoundPage />;
  return (
    <Page
      title={rule === undefined ? 'Trial of a rule' : `${rule.rule} ${ruleWords(rule.name)}: trial`}
      back={{ to: ruleAddress(id), label: id }}
      lead={rule?.says}
    >
      {!seesPatients ? (
        <NotAllowed>Whoever sees patients judges what a rule on trial finds.</NotAllowed>
      ) : rules.isError ? (
        <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
      ) : rule === undefined ? (
        <LoadingBars rows={5} height={72} label="Loading the rule" />
      ) : (
        <OneTrial key={id} rule={rule} />
      )}
    </Page>
  );
}

function OneTrial({ rule }: { rule: Rule }) {
  const [address, setAddress] = useSearchParams();
  const locations = useLocations();
  const shelf = SHELVES.find(({ show }) => show === address.get('show')) ?? SHELVES[0]!;
  const view: TrialView = { show: shelf.show, locationId: address.get('location') };
  const trial = useTrial(rule.rule, view);
  const findings = trial.data?.pages.flatMap(({ items }) => items) ?? [];
  const counts = trial.data?.pages.at(-1)?.counts ?? null;
  const go = ({ show, locationId }: TrialView) =>
    setAddress(
      { ...(show === 'to_judge' ? {} : { show }), ...(locationId === null ? {} : { location: locationId }) },
      { replace: true, preventScrollReset: true },
    );
  const numberOf = (show: Shelf): number | null =>
    counts === null ? null : { to_judge: counts.toJudge, standing: counts.standing, judged: counts.judgedLately }[show];
  return (
    <>
      <Standing rule={rule} counts={counts} />
      <Tabs
        value={view.show}
        onChange={(next) => go({ ...view, show: (next ?? 'to_judge') as Shelf })}
        className="kw-tabs"
      >
        <Tabs.List aria-label="Parts of the trial">
          {SHELVES.map(({ show, label }) => {
            const count = numberOf(show);
            return (
              <Tabs.Tab
                key={show}
                value={show}
                rightSection={count !== null && <span className="kw-count">{numberText(count)}</span>}
              >
                {label}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
        <Tabs.Panel value={view.show} className="kw-part">
          <NativeSelect
            label="Location"
            className="kw-threshold-more"
            data={[{ value: '', label: 'Every location' }, ...locations]}
            value={view.locationId ?? ''}
            onChange={({ currentTarget: { value } }) => go({ ...view, locationId: value === '' ? null : value })}
          />
          {trial.isPending ? (
            <LoadingBars rows={5} height={72} label="Loading the people" />
          ) : trial.isError && findings.length === 0 ? (
            <ErrorState error={trial.error} onRetry={() => void trial.refetch()} />
          ) : (
            <div className="kw-card">
              {findings.length === 0 ? (
                <EmptyState icon={<IconUsers size={26} stroke={1.6} />} title={shelf.nobody}>
                  {shelf.says}
                </EmptyState>
              ) : (
                <TrialList key={`${view.show} ${view.locationId ?? ''}`} rule={rule} findings={findings} />
              )}
              {trial.hasNextPage && (
                <div className="kw-more">
                  <Button
                    variant="subtle"
                    loading={trial.isFetchingNextPage}
                    onClick={() => void trial.fetchNextPage()}
                  >
                    Load more
                  </Button>
                </div>
              )}
            </div>
          )}
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Standing({ rule, counts }: { rule: Rule; counts: ShadowCounts | null }) {
  const manages = useManages();
  const works = useWorks();
  return (
    <section className="kw-card kw-padded" aria-label="How the trial stands">
      <p className="kw-flat">
        {rule.mode === 'shadow'
          ? 'It lists nobody while it is on trial, no message rests on it, and no case ends by what is said here.'
          : `It is not on trial now: the rule is ${MODE_WORDS[rule.mode].toLowerCase()} and ${MODE_MEANS[rule.mode]}.`}
        {works && rule.mode === 'shadow' && (
          <>
            {' '}
            <kbd>J</kbd> and <kbd>K</kbd> walk the list, <kbd>Y</kbd> says right, <kbd>X</kbd> says wrong and then why,{' '}
            <kbd>U</kbd> takes the last mark back.
          </>
        )}
      </p>
      {counts === null ? (
        <div className="kw-progress-facts">
          <LoadingBars rows={1} height={72} label="Loading how it was judged" />
        </div>
      ) : (
        <dl className="kw-progress-facts">
          <div>
            <dt title="Of what was found since the rule was last set, as judged in the last 60 days, with its 95 % interval">
              Would rightly list
            </dt>
            <dd>
              <Precision precision={counts.judged} wanted={rule.floor} what="findings" />
              <span className="kw-quiet">a rule that lists takes itself back under {percentText(rule.floor)}</span>
            </dd>
          </div>
          <div>
            <dt>Would be listed now</dt>
            <dd>
              <span className="kw-number">{numberText(counts.people)}</span>
              {counts.standing > counts.people && (
                <span className="kw-quiet">
                  for {numberText(counts.standing)} reasons: some have two courses of care
                </span>
              )}
            </dd>
          </div>
          <div>
            <dt>Left to judge</dt>
            <dd className="kw-number">{numberText(counts.toJudge)}</dd>
          </div>
        </dl>
      )}
      {manages && rule.mode === 'shadow' && (
        <p className="kw-flat">
          <Link to={newDraftAddress(rule.rule, { mode: 'on' })}>Propose to switch it on</Link>
        </p>
      )}
    </section>
  );
}
