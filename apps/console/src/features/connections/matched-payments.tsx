import { Alert, Button } from '@mantine/core';
import { Link } from 'react-router';
import type { MatchedPayment } from '../../api.sources.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { Moment } from '../../ui/moment.js';
import { useWorks } from '../session/roles.js';
import { amountText } from './payment-words.js';
import { useUnmatchPayment } from './use-payments.js';

/** Payments of which a person said whose they are, and where that is taken back. */
export function MatchedPayments({ rows }: { rows: MatchedPayment[] }) {
  return (
    <table className="kw-table kw-stack">
      <caption className="kw-hidden">Payments matched by a person</caption>
      <thead>
        <tr>
          <th scope="col">Paid</th>
          <th scope="col" className="kw-end">
            Amount
          </th>
          <th scope="col">Whose</th>
          <th scope="col">Said</th>
          <th scope="col">Source</th>
          <th scope="col">
            <span className="kw-hidden">What can be done</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td data-label="Paid" className="kw-nowrap">
              <Moment at={row.at} />
            </td>
            <td data-label="Amount" className="kw-end kw-number">
              {amountText(row)}
            </td>
            <td data-label="Whose">
              <Link to={`/patients/${row.personId}`}>{row.patientName}</Link>
            </td>
            <td data-label="Said">
              by {row.byName ?? 'a former user'}, <Moment at={row.saidAt} />
            </td>
            <td data-label="Source">
              <Link to={`/connections/${row.connectionId}`}>{row.connection}</Link>{' '}
              <code className="kw-id">{row.sourceId}</code>
            </td>
            <td data-label="" className="kw-end">
              <TakeBack payment={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function TakeBack({ payment }: { payment: MatchedPayment }) {
  const works = useWorks();
  const announce = useAnnounce();
  const undo = useUnmatchPayment(payment.id);
  if (!works) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`Take back: ${amountText(payment)}, ${payment.sourceId}`}
        loading={undo.isPending}
        onClick={() =>
          undo.mutate(undefined, { onSuccess: () => announce('Taken back: the payment is without a patient again.') })
        }
      >
        Take back
      </Button>
      {undo.isError && (
        <Alert color="red" variant="light" role="alert" mt={6}>
          {undo.error.message}
        </Alert>
      )}
    </>
  );
}
