import { Fragment } from 'react';
import { Link } from 'react-router';
import type { Rule } from '../../api.rules.types.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { Signal } from '../../ui/signal.js';
import { useSeesPatients } from '../session/roles.js';
import { Priority } from '../worklist/priority.js';
import { kindWord, ruleWords } from '../worklist/words.js';
import { ruleAddress, trialAddress } from './addresses.js';
import { inGroups } from './groups.js';
import { Listed, Trial } from './listed.js';
import { ModeChoice } from './mode-choice.js';
import { MODE_WORDS } from './mode-words.js';
import { Precision } from './precision.js';
import { bySentence, thresholdFor, thresholdName, thresholdText } from './threshold-words.js';

/** The whole pack, group by group. */
export function RulePack({ rules }: { rules: Rule[] }) {
  return inGroups(rules).map(({ group, label, means, rules: those }) => (
    <Section key={group} title={label} aside={means} padded={false}>
      <table className="kw-table kw-stack kw-rules">
        <caption className="kw-hidden">{label}: rules</caption>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Lists a patient when</th>
            <th scope="col">Set to</th>
            <th scope="col" className="kw-end">
              Listed now
            </th>
            <th scope="col" title="As people and the ends of cases tell it, with its 95 % interval">
              Rightly listed
            </th>
          </tr>
        </thead>
        <tbody>
          {those.map((rule) => (
            <RuleRow key={rule.rule} rule={rule} />
          ))}
        </tbody>
      </table>
    </Section>
  ));
}

function RuleRow({ rule }: { rule: Rule }) {
  const seesPatients = useSeesPatients();
  return (
    <tr data-off={rule.mode === 'off' || undefined}>
      <td data-label="Rule">
        <Link to={ruleAddress(rule.rule)} className="kw-row-link">
          <span className="kw-rule-id">{rule.rule}</span> {ruleWords(rule.name)}
        </Link>
        <div className="kw-quiet">{kindWord(rule.kind)}</div>
        <Priority of={rule.class} />
      </td>
      <td data-label="Lists when">
        {rule.says}
        <ThresholdLines rule={rule} />
        {rule.paused !== null && (
          <p className="kw-paused">
            <Signal tone="wait">
              Paused itself, <Moment at={rule.paused.since} />
            </Signal>{' '}
            {rule.paused.reason}
          </p>
        )}
      </td>
      <td data-label="Set to">
        <ModeChoice rule={rule} />
        {rule.mode === 'shadow' && (
          <div className="kw-quiet">
            <Trial rule={rule} />
            {seesPatients && (
              <div>
                <Link to={trialAddress(rule.rule)} aria-label={`Judge whom ${rule.rule} would list`}>
                  Judge them
                </Link>
              </div>
            )}
          </div>
        )}
        {rule.locations.map(({ location, mode }) => (
          <div key={location.id} className="kw-quiet">
            {location.name}: {mode === rule.mode ? 'thresholds of its own' : MODE_WORDS[mode].toLowerCase()}
          </div>
        ))}
      </td>
      <td data-label="Listed now" className="kw-end kw-number">
        <Listed rule={rule} />
      </td>
      <td data-label="Rightly listed">
        <Precision precision={rule.precision} wanted={rule.floor} />
      </td>
    </tr>
  );
}

/** What each threshold stands for and what it is, per specialty; one changed by the practice is marked. */
export function ThresholdLines({ rule: { thresholds } }: { rule: Pick<Rule, 'thresholds'> }) {
  return (
    <ul className="kw-plain kw-thresholds">
      {bySentence(thresholds).map(({ says, thresholds: those }) => (
        <li key={says}>
          <span className="kw-quiet">{says === those[0]?.name ? thresholdName(says) : says}: </span>
          {those.map((threshold, place) => (
            <Fragment key={threshold.name}>
              <span className="kw-nowrap">
                {thresholdFor(threshold) !== null && <span className="kw-quiet">{thresholdFor(threshold)} </span>}
                <span className="kw-number">{thresholdText(threshold)}</span>
                {threshold.value !== threshold.default && <span className="kw-tag">changed</span>}
              </span>
              {place < those.length - 1 && ' · '}
            </Fragment>
          ))}
        </li>
      ))}
    </ul>
  );
}
