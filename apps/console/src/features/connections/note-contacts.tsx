import { Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changeConnection } from '../../api.js';
import type { Manifest } from '../../api.sources.types.js';
import type { ConnectionDetail } from '../../api.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { Section } from '../../ui/section.js';

interface NoteContactsProps {
  connection: ConnectionDetail;
  manifest: Manifest | null;
}

/** Whether calls and messages of ours are noted in the other system too. It changes once the server says so, not before. */
export function NoteContacts({ connection, manifest }: NoteContactsProps) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const way = manifest?.writes['log_contact'];
  const change = useMutation({
    mutationFn: (writeBackContacts: boolean) => changeConnection(connection.id, { writeBackContacts }),
    onSuccess: async (changed) => {
      await Promise.all(
        [['connection', connection.id], ['writes']].map((queryKey) => client.invalidateQueries({ queryKey })),
      );
      announce(changed.writeBackContacts ? 'Contacts are noted there too.' : 'Contacts are not noted there any more.');
    },
  });
  return (
    <Section title="What is noted there">
      {way === undefined && !connection.writeBackContacts ? (
        <p className="kw-quiet kw-flat">This system takes no notes of calls and messages from us.</p>
      ) : (
        <Switch
          label="Note our calls and messages in the other system"
          description={
            <>
              A call once it can no longer be taken back, a message once it was sent
              {way?.note !== undefined && ` (${way.note})`}.
              {way?.confidence === 'experimental' && ' Not verified against the vendor.'}
            </>
          }
          checked={connection.writeBackContacts}
          disabled={change.isPending}
          onChange={(event) => change.mutate(event.currentTarget.checked)}
          error={change.error?.message}
        />
      )}
    </Section>
  );
}
