import { Link } from 'react-router';
import type { HeldCases } from '../../api.care.js';
import { Section } from '../../ui/section.js';
import { Sentence } from '../../ui/sentence.js';
import { numberText } from '../../ui/shares.js';
import { TiersOf } from '../care/tiers-of.js';
import { useRules } from '../rules/use-rules.js';
import { ruleWords } from '../worklist/words.js';

/** Which rules found them: a fault of a source shows as one rule far before the others. */
export function HeldRules({ held: { rules, cases } }: { held: HeldCases }) {
  const names = new Map(useRules().data?.map(({ rule, name }) => [rule, ruleWords(name)]));
  return (
    <Section title="By which rules" aside="a case may have several" padded={false}>
      <table className="kw-table">
        <caption className="kw-hidden">Held cases by rule</caption>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col" className="kw-end">
              Cases
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ rule, cases: ofRule }) => (
            <tr key={rule}>
              <td>
                <Link to={`/rules/${rule}`}>
                  {rule} {names.get(rule) ?? ''}
                </Link>
              </td>
              <td className="kw-end kw-number">
                {numberText(ofRule)} of {numberText(cases)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** Some of them, to be compared with the source itself. */
export function HeldPeople({ held: { people, cases } }: { held: HeldCases }) {
  const aside = people.length < cases ? `the newest ${people.length} of ${numberText(cases)}` : 'newest first';
  return (
    <Section title="Who" aside={aside} padded={false}>
      <table className="kw-table kw-stack">
        <caption className="kw-hidden">Patients whose new case is held</caption>
        <thead>
          <tr>
            <th scope="col">Patient</th>
            <th scope="col">Why they would be listed</th>
            <th scope="col">Rules</th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ personId, name, reason, rules }) => (
            <tr key={personId}>
              <td data-label="Patient">
                <Link to={`/patients/${personId}`}>{name}</Link> <TiersOf personId={personId} />
              </td>
              <td data-label="Why">
                <Sentence of={reason} />
              </td>
              <td data-label="Rules" className="kw-quiet">
                {rules.join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
