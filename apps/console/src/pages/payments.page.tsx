import { Button, Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { UnmatchedPayment } from '../api.sources.types.js';
import { MatchButton } from '../features/connections/match-payment.js';
import { MatchedPayments } from '../features/connections/matched-payments.js';
import { amountText, BECAUSE_WORDS } from '../features/connections/payment-words.js';
import { useMatched, usePaymentCounts, useUnmatched } from '../features/connections/use-payments.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useSeesPatients, useWorks } from '../features/session/roles.js';
import { IconCircleCheck } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

const UNMATCHED = 'unmatched';
const MATCHED = 'matched';

/** Payments of which nobody knows whose they are, until a person says so; and those of which one has. */
export default function PaymentsPage() {
  const mayLook = useSeesPatients();
  const [address, setAddress] = useSearchParams();
  const isMatched = address.get('list') === MATCHED;
  return (
    <Page
      title="Payments without a patient"
      tabTitle="Payments"
      back={{ to: '/connections', label: 'Connections' }}
      lead="They count for nobody until somebody says whose they are."
    >
      {mayLook ? (
        <>
          <Lists isMatched={isMatched} onShow={(list) => setAddress(list === MATCHED ? { list } : {})} />
          {isMatched ? <Matched /> : <Unmatched />}
        </>
      ) : (
        <NotAllowed>Payments are seen by those who see patients.</NotAllowed>
      )}
    </Page>
  );
}

/** The two lists, each with its number. */
function Lists({ isMatched, onShow }: { isMatched: boolean; onShow: (list: string | null) => void }) {
  const { data: counts } = usePaymentCounts();
  const waiting = counts && counts.noPatient + counts.invoiceUnknown + counts.membershipUnknown;
  return (
    <>
      <Tabs value={isMatched ? MATCHED : UNMATCHED} onChange={onShow} className="kw-tabs">
        <Tabs.List aria-label="Which payments">
          <Tabs.Tab value={UNMATCHED} aria-controls={undefined} rightSection={<Count of={waiting} />}>
            To be matched
          </Tabs.Tab>
          <Tabs.Tab value={MATCHED} aria-controls={undefined} rightSection={<Count of={counts?.matched} />}>
            Matched by a person
          </Tabs.Tab>
        </Tabs.List>
      </Tabs>
      {counts !== undefined && !isMatched && (
        <p className="kw-quiet">
          {number(counts.noPatient)} without a patient, {number(counts.invoiceUnknown)} of an unknown invoice,{' '}
          {number(counts.membershipUnknown)} of an unknown membership. Payers nobody knows yet:{' '}
          {number(counts.payersUnknown)}.
        </p>
      )}
    </>
  );
}

const number = (value: number) => value.toLocaleString('en-GB');
const Count = ({ of }: { of: number | undefined }) =>
  of === undefined ? null : <span className="kw-count">{number(of)}</span>;

interface Asked {
  isPending: boolean;
  isError: boolean;
  error: Error | null;
  refetch: () => unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** A list that comes page by page, in each of its four states. */
function Paged({
  asked,
  size,
  empty,
  children,
}: {
  asked: Asked;
  size: number;
  empty: ReactNode;
  children: ReactNode;
}) {
  if (asked.isPending) return <LoadingBars rows={4} height={52} label="Loading the payments" />;
  if (asked.error !== null && size === 0)
    return <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />;
  return (
    <div className="kw-card">
      {size === 0 ? empty : children}
      {asked.hasNextPage && (
        <div className="kw-more">
          <Button variant="subtle" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </div>
  );
}

function Unmatched() {
  const asked = useUnmatched();
  const rows = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const empty = (
    <EmptyState icon={<IconCircleCheck size={26} stroke={1.6} />} title="Every payment has its patient">
      A payment that names nobody known stands here after it was read.
    </EmptyState>
  );
  return (
    <Paged asked={asked} size={rows.length} empty={empty}>
      <UnmatchedPayments rows={rows} />
    </Paged>
  );
}

function Matched() {
  const asked = useMatched();
  const rows = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const empty = (
    <EmptyState icon={<IconCircleCheck size={26} stroke={1.6} />} title="No payment was matched by a person">
      Whose a payment is, as somebody said, is taken back here.
    </EmptyState>
  );
  return (
    <Paged asked={asked} size={rows.length} empty={empty}>
      <MatchedPayments rows={rows} />
    </Paged>
  );
}

function UnmatchedPayments({ rows }: { rows: UnmatchedPayment[] }) {
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
              {amountText(row)}
            </td>
            <td data-label="Why">
              {BECAUSE_WORDS[row.because]}
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
