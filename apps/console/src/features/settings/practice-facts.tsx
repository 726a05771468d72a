import type { Practice } from '../../api.outreach.types.js';
import { Section } from '../../ui/section.js';
import { specialtyWords } from './specialties.js';

/** The practice's settings for those who may not change them. */
export function PracticeFacts({ practice }: { practice: Practice }) {
  const facts: [string, string | null][] = [
    ['Name', practice.name],
    ['Time zone', practice.timezone],
    ['Place', practice.place],
    ['Specialty', practice.specialty === null ? null : specialtyWords(practice.specialty)],
    ['Name in messages', practice.senderName],
    ['Telephone in messages', practice.phone],
    ['Postal address', practice.postalAddress],
    [
      'Who gets the weekly report',
      practice.reportRecipients.length === 0 ? null : practice.reportRecipients.join(', '),
    ],
    [
      'Patients the team can contact in a day',
      practice.dayCapacity === null ? 'no limit' : String(practice.dayCapacity),
    ],
    ['Days in which payments count as recovered', String(practice.attributionDays)],
    ['Minutes a patient stays in one person’s hand', String(practice.claimMinutes)],
  ];
  return (
    <Section title="Practice" aside="An admin can change these.">
      <dl className="kw-facts kw-facts-wide">
        {facts.map(([label, says]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{says ?? <span className="kw-none">not stated</span>}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
