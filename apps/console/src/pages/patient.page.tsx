import { Alert } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { ApiProblem } from '../api.js';
import type { PatientPage as Patient } from '../api.types.js';
import { useAsOf } from '../features/as-of/as-of.js';
import { AsOfStrip } from '../features/as-of/as-of-strip.js';
import { PastPatient } from '../features/as-of/past-patient.js';
import { WrittenBack } from '../features/booking/written-back.js';
import { CareSection } from '../features/care/care-section.js';
import { TiersOf } from '../features/care/tiers-of.js';
import { WhatHelps } from '../features/interventions/what-helps.js';
import { Memberships } from '../features/patient/memberships.js';
import { PreferencesSection } from '../features/preferences/preferences.js';
import { SourceFreshness } from '../features/patient/source-freshness.js';
import { EvidenceTimeline } from '../features/patient/evidence-timeline.js';
import { Holds, PatientCard, PatientFigures } from '../features/patient/patient-head.js';
import { useMeanwhile, usePatient } from '../features/patient/use-patient.js';
import { Verdicts } from '../features/patient/verdicts.js';
import { WhyListed } from '../features/patient/why-listed.js';
import { useHasRole } from '../features/session/use-session.js';
import { ContactSection } from '../features/work/contact-section.js';
import { useGiveBackOnLeaving } from '../features/work/hand.js';
import { History } from '../features/work/history.js';
import { NextPatient } from '../features/work/next-patient.js';
import { useNextPatient } from '../features/work/use-next-patient.js';
import { WhatToDo } from '../features/work/what-to-do.js';
import { useListMemory, neighboursOf } from '../features/worklist/list-memory.js';
import { isDated } from '../features/worklist/words.js';
import { IconCalendarDue } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { Section } from '../ui/section.js';
import { ErrorState, LoadingBars } from '../ui/states.js';
import { useKeys } from '../ui/use-keys.js';
import NotFoundPage from './not-found.page.js';

export default function PatientPage() {
  const { personId = '' } = useParams();
  // A different person is a different page: nothing of the one may linger on the other.
  return <OnePatient key={personId} personId={personId} />;
}

function OnePatient({ personId }: { personId: string }) {
  const { patient, timeline } = usePatient(personId);
  const meanwhile = useMeanwhile(patient.data);
  const { back, position } = useWayThroughTheList(personId);
  const { asOf, look } = useAsOf();
  const next = useNextPatient();
  const mayWork = useHasRole('coordinator', 'manager', 'admin');
  useGiveBackOnLeaving(patient.data?.case?.id);

  if (patient.error instanceof ApiProblem && patient.error.status === 404) return <NotFoundPage />;
  if (patient.isPending || patient.isError) {
    return (
      <Page title="Patient" back={back}>
        {patient.isPending ? (
          <LoadingBars rows={5} height={96} label="Loading the patient" />
        ) : (
          <ErrorState error={patient.error} onRetry={() => void patient.refetch()} />
        )}
      </Page>
    );
  }
  const caseId = patient.data.case?.id ?? null;
  const strip = <AsOfStrip asOf={asOf} what="this patient" onLook={look} />;
  if (asOf !== null) {
    return (
      <Page title={patient.data.name} tabTitle="Patient, then" back={back}>
        {strip}
        <PastPatient patient={patient.data} timeline={timeline.data?.items ?? null} asOf={asOf} />
      </Page>
    );
  }
  return (
    <Page
      title={patient.data.name}
      tabTitle="Patient"
      back={back}
      lead={
        <>
          {position} <TiersOf personId={personId} />
        </>
      }
      actions={mayWork ? <NextPatient caseId={caseId} {...next} /> : undefined}
    >
      {strip}
      {meanwhile !== null && (
        <Alert icon={<IconCalendarDue size={18} />} color="pine" variant="light">
          {meanwhile}
        </Alert>
      )}
      <div className="kw-desk">
        <div className="kw-desk-why">
          <Holds holds={patient.data.holds} contactable={patient.data.evaluation?.contactable ?? true} />
          <PatientFigures patient={patient.data} />
          <Reasons patient={patient.data} />
        </div>
        <aside className="kw-desk-work" aria-label="What to do about it">
          <WhatToDo patient={patient.data} onNext={() => void next.goOn()} />
        </aside>
        <div className="kw-desk-rest">
          <WhatHelps personId={personId} evaluation={patient.data.evaluation} />
          <History personId={personId} caseId={caseId} />
          {caseId !== null && <WrittenBack caseId={caseId} />}
          <div className="kw-pair">
            <div className="kw-column-side">
              <ContactSection personId={personId} />
              <CareSection personId={personId} />
            </div>
            <div className="kw-column-side">
              <Section title="Patient">
                <PatientCard patient={patient.data} />
              </Section>
              <Section title="Memberships and plans">
                <Memberships memberships={patient.data.memberships} timeline={timeline.data?.items ?? null} />
              </Section>
              <PreferencesSection personId={personId} />
              <Section title="Sources">
                <SourceFreshness freshness={patient.data.freshness} />
              </Section>
            </div>
          </div>
          <Section title="Timeline" aside="every fact, newest first, with both clocks" padded={false}>
            {timeline.isPending ? (
              <LoadingBars rows={4} height={72} label="Loading the timeline" />
            ) : timeline.isError ? (
              <ErrorState error={timeline.error} onRetry={() => void timeline.refetch()} />
            ) : (
              <EvidenceTimeline entries={timeline.data.items} />
            )}
          </Section>
          <EveryVerdict patient={patient.data} />
        </div>
      </div>
    </Page>
  );
}

/** `j` and `k` go on through the list one came from, Escape goes back to it. */
function useWayThroughTheList(personId: string) {
  const navigate = useNavigate();
  const { remember, recall } = useListMemory();
  const [list] = useState(recall);
  const neighbours = neighboursOf(list.order, personId);
  const open = (next: string | null | undefined) => {
    if (next !== null && next !== undefined) void navigate(`/patients/${next}`, { replace: true });
  };
  useKeys({
    j: () => open(neighbours?.next),
    k: () => open(neighbours?.previous),
    Escape: () => void navigate(list.address),
  });
  useEffect(() => {
    remember({ activeId: personId, isAtPatient: true });
    // The list reads this while it is drawn, before what is left is cleared away.
    return () => remember({ isAtPatient: false });
  }, [remember, personId]);
  return {
    back: { to: list.address, label: 'Off-track list' },
    position: neighbours === null ? undefined : `${neighbours.position} of ${neighbours.of} on the list`,
  };
}

/** Only who is off-track stands on the list of cases; rules speak of the others too. */
function whyHeading(evaluation: Patient['evaluation']): string {
  if (evaluation === null || evaluation.findings.length === 0) return 'Why not listed';
  if (evaluation.state === 'watch') return 'Why watched';
  return evaluation.state === 'lapsed' ? 'Why lapsed' : 'Why listed';
}

function Reasons({ patient }: { patient: Patient }) {
  const { evaluation } = patient;
  return (
    <section aria-labelledby="why">
      <h2 id="why" className="kw-h2">
        {whyHeading(evaluation)}
        {evaluation !== null && (
          <span className="kw-quiet kw-h2-aside">
            as of <Moment at={evaluation.asOf} show="exact" />
          </span>
        )}
      </h2>
      <WhyListed evaluation={evaluation} dated={patient.case !== null && isDated(patient.case)} />
    </section>
  );
}

function EveryVerdict({ patient: { evaluation } }: { patient: Patient }) {
  if (evaluation === null) return null;
  return (
    <Section title="Every rule’s verdict" aside="why, and why not" padded={false}>
      <Verdicts verdicts={evaluation.verdicts} />
    </Section>
  );
}
