import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router';
import type { Rule, Threshold } from '../api.rules.types.js';
import { newDraftAddress, trialAddress } from '../features/rules/addresses.js';
import { Listed, Trial } from '../features/rules/listed.js';
import { ModeChoice } from '../features/rules/mode-choice.js';
import { MODE_TONES, MODE_WORDS } from '../features/rules/mode-words.js';
import { Precision } from '../features/rules/precision.js';
import { RuleHistory } from '../features/rules/rule-history.js';
import { thresholdFor, thresholdName, thresholdText } from '../features/rules/threshold-words.js';
import { useRules } from '../features/rules/use-rules.js';
import { useManages, useSeesPatients } from '../features/session/roles.js';
import { Priority } from '../features/worklist/priority.js';
import { kindWord, ruleWords } from '../features/worklist/words.js';
import { IconAdjustments } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { Section } from '../ui/section.js';
import { percentText } from '../ui/shares.js';
import { Signal } from '../ui/signal.js';
import { ErrorState, LoadingBars } from '../ui/states.js';
import NotFoundPage from './not-found.page.js';

const BACK = { to: '/rules', label: 'Rules' };

export default function RulePage() {
  const { rule: id = '' } = useParams();
  const rules = useRules();
  if (rules.isPending || rules.isError) {
    return (
      <Page title="Rule" back={BACK}>
        {rules.isPending ? (
          <LoadingBars rows={5} height={72} label="Loading the rule" />
        ) : (
          <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
        )}
      </Page>
    );
  }
  const rule = rules.data.find((one) => one.rule === id);
  return rule === undefined ? <NotFoundPage /> : <OneRule key={id} rule={rule} />;
}

function OneRule({ rule }: { rule: Rule }) {
  const manages = useManages();
  return (
    <Page
      title={`${rule.rule} ${ruleWords(rule.name)}`}
      back={BACK}
      lead={rule.says}
      actions={
        manages && (
          <Button
            component={Link}
            to={newDraftAddress(rule.rule)}
            variant="default"
            leftSection={<IconAdjustments size={16} />}
          >
            Propose a change
          </Button>
        )
      }
    >
      {rule.paused !== null && (
        <aside className="kw-card kw-padded" aria-label="Paused">
          <Signal tone="wait">
            Paused itself, <Moment at={rule.paused.since} />
          </Signal>{' '}
          {rule.paused.reason} It lists nobody until somebody proposes to switch it on again and another approves.
        </aside>
      )}
      <Standing rule={rule} />
      <Section title="Thresholds" aside="for the whole practice" padded={false}>
        {rule.thresholds.length === 0 ? (
          <p className="kw-quiet kw-padded">This rule has no thresholds.</p>
        ) : (
          <ThresholdTable caption={`Thresholds of ${rule.rule}`} thresholds={rule.thresholds} />
        )}
      </Section>
      {rule.locations.map((own) => (
        <Section
          key={own.location.id}
          title={own.location.name}
          aside={
            <>
              <Signal tone={MODE_TONES[own.mode]}>{MODE_WORDS[own.mode]}</Signal>
              {manages && (
                <>
                  {' '}
                  <Link to={newDraftAddress(rule.rule, { location: own.location.id })}>Propose a change there</Link>
                </>
              )}
            </>
          }
          padded={false}
        >
          <ThresholdTable caption={`Thresholds of ${rule.rule} at ${own.location.name}`} thresholds={own.thresholds} />
        </Section>
      ))}
      {rule.mode === 'shadow' && <OnTrial rule={rule} manages={manages} />}
      <RuleHistory rule={rule.rule} />
    </Page>
  );
}

function Standing({ rule }: { rule: Rule }) {
  return (
    <dl className="kw-figures">
      <div>
        <dt>Set to</dt>
        <dd>
          <ModeChoice rule={rule} />
        </dd>
      </div>
      <div>
        <dt>Kind and urgency</dt>
        <dd>
          {kindWord(rule.kind)} <Priority of={rule.class} />
        </dd>
      </div>
      <div>
        <dt>Lists now</dt>
        <dd>
          <Listed rule={rule} />
        </dd>
      </div>
      <div>
        <dt title={`Over ${rule.precision.days} days, with its 95 % interval`}>Rightly listed</dt>
        <dd>
          <Precision precision={rule.precision} wanted={rule.floor} />
          <span className="kw-quiet kw-block">takes itself back when it is surely under {percentText(rule.floor)}</span>
        </dd>
      </div>
      <div>
        <dt title="Median over the patients it lists now">Days held</dt>
        <dd className="kw-number">{rule.median ?? <span className="kw-none">–</span>}</dd>
      </div>
      <div>
        <dt title="Median days by which it speaks earlier than a fixed rule of 90 days without a visit">
          Days earlier
        </dt>
        <dd className="kw-number">{rule.leadDays ?? <span className="kw-none">–</span>}</dd>
      </div>
    </dl>
  );
}

function ThresholdTable({ caption, thresholds }: { caption: string; thresholds: Threshold[] }) {
  return (
    <table className="kw-table kw-stack">
      <caption className="kw-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">What it stands for</th>
          <th scope="col">For</th>
          <th scope="col">Is</th>
          <th scope="col">Of the pack</th>
        </tr>
      </thead>
      <tbody>
        {thresholds.map((threshold) => (
          <tr key={threshold.name}>
            <td data-label="Stands for">
              {threshold.says === threshold.name ? thresholdName(threshold.name) : threshold.says}
            </td>
            <td data-label="For">{thresholdFor(threshold) ?? 'everybody the rule looks at'}</td>
            <td data-label="Is">
              <strong className="kw-number">{thresholdText(threshold)}</strong>
              {threshold.value !== threshold.default && <span className="kw-tag">changed</span>}
            </td>
            <td data-label="Of the pack" className="kw-quiet kw-number">
              {threshold.default === null
                ? 'does not run there'
                : thresholdText({ ...threshold, value: threshold.default })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A rule on trial lists nobody; who it would list is shown by the preview of switching it on. */
function OnTrial({ rule, manages }: { rule: Rule; manages: boolean }) {
  const seesPatients = useSeesPatients();
  return (
    <Section title="On trial">
      <p className="kw-flat">
        It <Trial rule={rule} />. What it finds stands on each patient’s page among the verdicts of the rules; it moves
        nobody and no message rests on it.
      </p>
      {seesPatients && (
        <p className="kw-flat">
          <Link to={trialAddress(rule.rule)}>Look at them one by one</Link> and say of each whether it is right.
        </p>
      )}
      {manages && (
        <p className="kw-flat">
          <Link to={newDraftAddress(rule.rule, { mode: 'on' })}>Propose to switch it on</Link>: the preview shows person
          by person whom it would list.
        </p>
      )}
    </Section>
  );
}
