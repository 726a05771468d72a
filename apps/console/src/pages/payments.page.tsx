import { Alert, Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { UnmatchedPayment } from '../api.sources.types.js';
import { useMatchPayment, usePatientSearch, useUnmatched } from '../features/connections/use-payments.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useSeesPatients, useWorks } from '../features/session/roles.js';
import { useAnnounce } from '../ui/announcer.js';
import { IconCircleCheck } from '../ui/icons.js';
import { moneyText } from '../ui/money.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

const BECAUSE: Record<UnmatchedPayment['because'], string> = {
  no_patient: 'names no patient that is known',
  invoice_unknown: 'its invoice is not known',
  membership_unknown: 'its membership is not known',
};

/** Payments of which nobody knows whose they are, until a person says so. */
export default function PaymentsPage() {
  const mayLook = useSeesPatients();
  const unmatched = useUnmatched(mayLook);
  const rows = unmatched.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title="Payments without a patient"
      tabTitle="Payments"
      back={{ to: '/connections', label: 'Connections' }}
      lead="They count for nobody until somebody says whose they are."
    >
      {!mayLook ? (
        <NotAllowed>Payments are seen by those who see patients.</NotAllowed>
      ) : unmatched.isPending ? (
        <LoadingBars rows={4} height={52} label="Loading the payments" />
      ) : unmatched.isError && rows.length === 0 ? (
        <ErrorState error={unmatched.error} onRetry={() => void unmatched.refetch()} />
      ) : rows.length === 0 ? (
        <div className="kw-card">
          <EmptyState icon={<IconCircleCheck size={26} stroke={1.6} />} title="Every payment has its patient">
            A payment that names nobody known stands here after it was read.
          </EmptyState>
        </div>
      ) : (
        <div className="kw-card">
          <Payments rows={rows} />
          {unmatched.hasNextPage && (
            <div className="kw-more">
              <Button
                variant="subtle"
                loading={unmatched.isFetchingNextPage}
                onClick={() => void unmatched.fetchNextPage()}
              >
                Load more
              </Button>
            </div>
          )}
        </div>
      )}
    </Page>
  );
}

const amountOf = ({ amountMinor, currency }: UnmatchedPayment) =>
  currency === null ? (amountMinor / 100).toLocaleString('en-GB') : moneyText({ amountMinor, currency });

function Payments({ rows }: { rows: UnmatchedPayment[] }) {
  const works = useWorks();
  return (
    <table className="kw-table kw-stack">
      <caption className="kw-hidden">Payments without a patient</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col" className="kw-end">
            Amount
          </th>
          <th scope="col">Why</th>
          <th scope="col">Source</th>
          <th scope="col">
            <span className="kw-hidden">What can be done</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td data-label="When" className="kw-nowrap">
              <Moment at={row.at} />
            </td>
            <td data-label="Amount" className="kw-end kw-number">
              {amountOf(row)}
            </td>
            <td data-label="Why">
              {BECAUSE[row.because]}
              {row.personId !== null && (
                <div>
                  <Link to={`/patients/${row.personId}`}>Whose it is</Link>
                </div>
              )}
            </td>
            <td data-label="Source">
              <Link to={`/connections/${row.connectionId}`}>{row.connection}</Link>{' '}
              <code className="kw-id">{row.sourceId}</code>
            </td>
            <td data-label="" className="kw-end">
              {works && row.because === 'no_patient' && <MatchButton payment={row} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function MatchButton({ payment }: { payment: UnmatchedPayment }) {
  const [asked, setAsked] = useState(false);
  const [text, setText] = useState('');
  const announce = useAnnounce();
  const found = usePatientSearch(text.trim());
  const match = useMatchPayment(payment.id);
  const choose = (personId: string) =>
    match.mutate(personId, {
      onSuccess: () => {
        setAsked(false);
        announce('The payment has its patient.');
      },
    });
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`Say whose it is: ${amountOf(payment)}, ${payment.sourceId}`}
        onClick={() => setAsked(true)}
      >
        Say whose it is
      </Button>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title={`Whose is ${amountOf(payment)}?`}
        closeButtonProps={{ 'aria-label': 'Leave it' }}
      >
        <TextInput
          label="Search the listed patients"
          description="By name or number; it can be taken back later."
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {(found.error ?? match.error) !== null && (
          <Alert color="red" variant="light" role="alert" mt="md">
            {(found.error ?? match.error)?.message}
          </Alert>
        )}
        {found.data?.items.length === 0 && <p role="status">Nobody on the list is called so.</p>}
        <ul className="kw-plain kw-found" aria-label="Patients found">
          {found.data?.items.map(({ personId, patientName }) => (
            <li key={personId}>
              <Button variant="default" fullWidth loading={match.isPending} onClick={() => choose(personId)}>
                {patientName}
              </Button>
            </li>
          ))}
        </ul>
      </Modal>
    </>
  );
}
