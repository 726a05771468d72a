import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { RecommendedPack } from '../../api.rules.types.js';
import { IconCircleCheck } from '../../ui/icons.js';
import { Section } from '../../ui/section.js';
import { numberText } from '../../ui/shares.js';
import { specialtyWords } from '../settings/specialties.js';
import { ruleWords } from '../worklist/words.js';
import { RECOMMENDED_DRAFT, ruleAddress } from './addresses.js';

/** As it stands in the documentation: between 99.6 % and 100 % lie those who were missed. */
const exactPercent = (share: number) => `${numberText(share * 100, 1)} %`;

const forWhom = ({ specialties }: Pick<RecommendedPack, 'specialties'>) =>
  specialties.length === 0 ? 'every specialty' : specialties.map((one) => specialtyWords(one).toLowerCase()).join(', ');

/** The reason that stands in a draft of the pack until somebody writes a better one. */
export const packReason = (pack: RecommendedPack) => `The recommended pack for ${forWhom(pack)}.`;

/** What this practice could switch on, from where that is known, and the way to try it: nothing is switched here. */
export function RecommendedPackOffer({ pack }: { pack: RecommendedPack }) {
  if (pack.switchOn.length === 0) return null;
  const { switchOn, on, leftOut } = pack;
  return (
    <Section
      title="Recommended pack"
      aside={`for ${forWhom(pack)}: ${switchOn.length} to switch on, ${on.length} on already`}
    >
      <div className="kw-offer">
        <p className="kw-flat">
          These rules together found nearly everybody who dropped off in simulated practices, early and with few wrong
          listings. How they do here, the preview and your own past tell.
        </p>
        <Button component={Link} to={RECOMMENDED_DRAFT} leftSection={<IconCircleCheck size={16} />}>
          Try the recommended pack
        </Button>
      </div>
      <ul className="kw-plain kw-offer-rules">
        {switchOn.map(({ rule, name, mode }) => (
          <li key={rule}>
            <Link to={ruleAddress(rule)}>
              <span className="kw-rule-id">{rule}</span> {ruleWords(name)}
            </Link>
            {mode === 'shadow' && <span className="kw-quiet"> on trial now</span>}
          </li>
        ))}
      </ul>
      <details>
        <summary>How it did, and what is left out</summary>
        <Measured pack={pack} />
        <ul className="kw-notes">
          {leftOut.map(({ rule, name, why }) => (
            <li key={rule}>
              <span className="kw-rule-id">{rule}</span> {ruleWords(name)}: {why}
            </li>
          ))}
        </ul>
      </details>
    </Section>
  );
}

function Measured({ pack: { measured, measuredIn } }: { pack: RecommendedPack }) {
  return (
    <>
      <table className="kw-table kw-stack">
        <caption className="kw-hidden">How the recommended pack did in simulated practices</caption>
        <thead>
          <tr>
            <th scope="col">Simulated practices</th>
            <th scope="col" title="Share of the cases in which the patient was truly off-track">
              Truly off-track
            </th>
            <th scope="col" title="Share of the patients who dropped off that were listed">
              Drop-offs found
            </th>
            <th scope="col" title="Median days from the last visit, booking or recall that bound the patient">
              Days to the listing
            </th>
          </tr>
        </thead>
        <tbody>
          {measured.map(({ world, cases, precision, dropOffs, recall, delayDays }) => (
            <tr key={world}>
              <th scope="row" data-label="Simulated practices">
                {world}
              </th>
              <td data-label="Truly off-track" className="kw-number">
                {exactPercent(precision)} <span className="kw-quiet">of {numberText(cases)} cases</span>
              </td>
              <td data-label="Drop-offs found" className="kw-number">
                {exactPercent(recall)} <span className="kw-quiet">of {numberText(dropOffs)}</span>
              </td>
              <td data-label="Days to the listing" className="kw-number">
                {numberText(delayDays, 1)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="kw-quiet">
        Simulated by the same people who wrote the rules: what that proves and what it does not stands in {measuredIn}.
      </p>
    </>
  );
}
