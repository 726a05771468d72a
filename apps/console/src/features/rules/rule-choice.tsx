import { Link } from 'react-router';
import type { Rule } from '../../api.rules.types.js';
import { Section } from '../../ui/section.js';
import { ruleWords } from '../worklist/words.js';
import { newDraftAddress, RECOMMENDED_DRAFT } from './addresses.js';
import { inGroups } from './groups.js';
import { MODE_WORDS } from './mode-words.js';

interface RuleChoiceProps {
  rules: Rule[];
  /** What the address named instead of a rule; null: nothing. */
  unknown: string | null;
}

/** For whoever wants to change a rule and has not said which. */
export function RuleChoice({ rules, unknown }: RuleChoiceProps) {
  return (
    <>
      <p>
        {unknown !== null && <>There is no rule {/^\w{1,10}$/.test(unknown) ? unknown : 'by this name'}. </>}
        Choose the rule you want to change. To change several at once, start from the{' '}
        <Link to={RECOMMENDED_DRAFT}>recommended pack</Link>.
      </p>
      {inGroups(rules).map(({ group, label, means, rules: those }) => (
        <Section key={group} title={label} aside={means} padded={false}>
          <table className="kw-table kw-stack">
            <caption className="kw-hidden">{label}: rules to change</caption>
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col">Lists a patient when</th>
                <th scope="col">Set to</th>
              </tr>
            </thead>
            <tbody>
              {those.map(({ rule, name, says, mode }) => (
                <tr key={rule}>
                  <td data-label="Rule">
                    <Link to={newDraftAddress(rule)} className="kw-row-link">
                      <span className="kw-rule-id">{rule}</span> {ruleWords(name)}
                    </Link>
                  </td>
                  <td data-label="Lists when">{says}</td>
                  <td data-label="Set to">{MODE_WORDS[mode]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      ))}
    </>
  );
}
