import { useQuery } from '@tanstack/react-query';
import { getWhy, type Why } from '../../api.past.js';
import type { PatientPage, TimelineEntry } from '../../api.types.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { Sentence } from '../../ui/sentence.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { EvidenceTimeline } from '../patient/evidence-timeline.js';
import { PatientFigures } from '../patient/patient-head.js';
import { Verdicts } from '../patient/verdicts.js';
import { WhyListed } from '../patient/why-listed.js';
import { knownThen } from './known-then.js';

interface PastPatientProps {
  patient: PatientPage;
  timeline: TimelineEntry[] | null;
  asOf: string;
}

/** A patient at an earlier moment: state, reasons and refusals of then, and what was known. Nothing of the present, and nothing to do. */
export function PastPatient({ patient, timeline, asOf }: PastPatientProps) {
  const { personId } = patient;
  const why = useQuery({
    queryKey: ['patient-why', personId, asOf],
    queryFn: ({ signal }) => getWhy(personId, asOf, signal),
    staleTime: Infinity,
  });
  if (why.isPending) return <LoadingBars rows={4} height={96} label="Loading what was known then" />;
  if (why.isError) return <ErrorState error={why.error} onRetry={() => void why.refetch()} />;
  const { evaluation } = why.data;
  if (evaluation === null) {
    return (
      <p className="kw-card kw-padded">Nothing was on record about this patient at that moment. Choose a later one.</p>
    );
  }
  const known = timeline === null ? null : knownThen(timeline, asOf, evaluation);
  return (
    <>
      <PatientFigures patient={{ ...patient, evaluation, case: null }} />
      <section aria-labelledby="why-then">
        <h2 id="why-then" className="kw-h2">
          {evaluation.findings.length === 0 ? 'Why not listed then' : 'Why listed then'}
          <span className="kw-quiet kw-h2-aside">
            as of <Moment at={why.data.asOf} show="exact" />
          </span>
        </h2>
        <WhyListed evaluation={evaluation} dated={false} />
      </section>
      <RestsOn restsOn={why.data.restsOn} />
      <Section title="What was known then" aside="newest first, with both clocks" padded={false}>
        {known === null ? (
          <LoadingBars rows={4} height={72} label="Loading the timeline" />
        ) : (
          <EvidenceTimeline entries={known} />
        )}
      </Section>
      <Section title="Every rule’s verdict then" aside="why, and why not" padded={false}>
        <Verdicts verdicts={evaluation.verdicts} />
      </Section>
    </>
  );
}

/** Settings, models and usual gaps that were in force. */
function RestsOn({ restsOn }: { restsOn: Why['restsOn'] }) {
  if (restsOn === null || restsOn.says.length === 0) return null;
  return (
    <Section title="What the answer rests on besides the records">
      <ul className="kw-notes">
        {restsOn.says.map((sentence) => (
          <li key={sentence}>
            <Sentence of={sentence} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
