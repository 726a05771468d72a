import { Alert, Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { UnmatchedPayment } from '../../api.sources.types.js';
import type { FoundPatient } from '../../api.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { dateText } from '../../ui/dates.js';
import { amountText } from './payment-words.js';
import { useMatchPayment, usePatientSearch } from './use-payments.js';

/** A person says whose a payment is, looking among everybody who is known here. */
export function MatchButton({ payment }: { payment: UnmatchedPayment }) {
  const [asked, setAsked] = useState(false);
  const [text, setText] = useState('');
  const announce = useAnnounce();
  const found = usePatientSearch(text.trim());
  const match = useMatchPayment(payment.id);
  const choose = ({ personId }: FoundPatient) =>
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
        aria-label={`Say whose it is: ${amountText(payment)}, ${payment.sourceId}`}
        onClick={() => setAsked(true)}
      >
        Say whose it is
      </Button>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title={`Whose is ${amountText(payment)}?`}
        closeButtonProps={{ 'aria-label': 'Leave it' }}
      >
        <TextInput
          label="Search all patients"
          description="By name, phone number or the source’s id; it can be taken back later."
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {(found.error ?? match.error) !== null && (
          <Alert color="red" variant="light" role="alert" mt="md">
            {(found.error ?? match.error)?.message}
          </Alert>
        )}
        {found.data?.items.length === 0 && <p role="status">Nobody here is called so.</p>}
        {found.data !== undefined && found.data.items.length > 0 && (
          <ul className="kw-plain kw-found" aria-label="Patients found">
            {found.data.items.map((patient) => (
              <li key={patient.personId}>
                <Button
                  variant="default"
                  fullWidth
                  h="auto"
                  py={6}
                  loading={match.isPending}
                  onClick={() => choose(patient)}
                >
                  <span>
                    {patient.name}
                    <span className="kw-quiet kw-block">{toTellApart(patient)}</span>
                  </span>
                </Button>
              </li>
            ))}
          </ul>
        )}
        {found.data?.more === true && <p className="kw-quiet">There are more: say more of the name.</p>}
      </Modal>
    </>
  );
}

/** Two people may have one name. */
const toTellApart = ({ birthDate, phone, sourceIds }: FoundPatient) =>
  [birthDate === null ? null : `born ${dateText(birthDate)}`, phone, sourceIds[0]]
    .filter((part) => part !== null && part !== undefined)
    .join(' · ');
