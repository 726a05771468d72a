import { Link } from 'react-router';
import type { RulePast } from '../../api.rules.types.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { Signal } from '../../ui/signal.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { draftAddress } from './addresses.js';
import { MODE_TONES, MODE_WORDS } from './mode-words.js';
import { thresholdName, thresholdValue } from './threshold-words.js';
import { useRuleHistory } from './use-rules.js';

/** What the rule was set to, from when to when, by whom and why. */
export function RuleHistory({ rule }: { rule: string }) {
  const history = useRuleHistory(rule);
  return (
    <Section title="History" aside="who, when, why; newest first" padded={false}>
      {history.isPending ? (
        <LoadingBars rows={2} height={56} label="Loading the history" />
      ) : history.isError ? (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} />
      ) : history.data.items.length === 0 ? (
        <p className="kw-quiet kw-padded">
          Nobody has changed it: it is set as the rule pack says. What is changed from now on stands here.
        </p>
      ) : (
        <table className="kw-table kw-stack">
          <caption className="kw-hidden">What {rule} was set to, newest first</caption>
          <thead>
            <tr>
              <th scope="col">From, to</th>
              <th scope="col">Where</th>
              <th scope="col">Set to</th>
              <th scope="col">Who</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {history.data.items.map((past) => (
              <Past key={past.id} past={past} before={before(history.data.items, past)} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

/** What held in the same place until then; null: what the pack says, or the practice. */
const before = (items: readonly RulePast[], past: RulePast) =>
  items.find((one) => one.to === past.from && one.location?.id === past.location?.id) ?? null;

function Past({ past, before: was }: { past: RulePast; before: RulePast | null }) {
  return (
    <tr>
      <td data-label="From, to">
        <Moment at={past.from} /> <span className="kw-quiet">to</span> <Moment at={past.to} none="now" />
        <div className="kw-quiet">version {past.version}</div>
      </td>
      <td data-label="Where">{past.location?.name ?? 'the whole practice'}</td>
      <td data-label="Set to">
        <Signal tone={MODE_TONES[past.mode]}>
          {was !== null && was.mode !== past.mode && `${MODE_WORDS[was.mode]} → `}
          {MODE_WORDS[past.mode]}
        </Signal>
        {Object.entries(past.parameters).map(([name, value]) => (
          <div key={name}>
            <span className="kw-quiet">{thresholdName(name)}:</span>{' '}
            <span className="kw-number">
              {was?.parameters[name] !== undefined &&
                was.parameters[name] !== value &&
                `${thresholdValue(was.parameters[name])} → `}
              {thresholdValue(value)}
            </span>
          </div>
        ))}
      </td>
      <td data-label="Who">
        {past.bySystem ? 'The rule itself' : (past.author?.name ?? 'not known')}
        {past.approvedBy !== null && <div className="kw-quiet">approved by {past.approvedBy.name}</div>}
      </td>
      <td data-label="Why">
        {past.reason ?? <span className="kw-none">–</span>}
        {past.draftId !== null && (
          <div>
            <Link to={draftAddress(past.draftId)}>The change and its preview</Link>
          </div>
        )}
      </td>
    </tr>
  );
}
