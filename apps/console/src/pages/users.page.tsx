import { Alert, Button, Checkbox, Code, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addUser, getUsers } from '../api.js';
import type { Role, User } from '../api.types.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useHasRole } from '../features/session/use-session.js';
import { IconPlus } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { Signal } from '../ui/signal.js';
import { ErrorState, LoadingBars } from '../ui/states.js';

const ROLES: { role: Role; means: string }[] = [
  { role: 'coordinator', means: 'works the list' },
  { role: 'manager', means: 'works the list and reads the reports' },
  { role: 'integrator', means: 'sets up connections' },
  { role: 'admin', means: 'everything, users included' },
  { role: 'auditor', means: 'reads, with contact details masked' },
];

export default function UsersPage() {
  if (useHasRole('admin')) return <Users />;
  return (
    <Page title="Users">
      <NotAllowed>Only an admin of this practice sees its users and adds some. Ask one of them.</NotAllowed>
    </Page>
  );
}

function Users() {
  const users = useQuery({ queryKey: ['users'], queryFn: ({ signal }) => getUsers(signal) });
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title="Users"
      lead="Who may see this practice’s patients, and as what."
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
          Add a user
        </Button>
      }
    >
      {users.isPending ? (
        <LoadingBars rows={3} height={56} label="Loading the users" />
      ) : users.isError ? (
        <ErrorState error={users.error} onRetry={() => void users.refetch()} />
      ) : (
        <div className="kw-card">
          <UserTable users={users.data.items} />
        </div>
      )}
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        title="Add a user"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <AddUser />
      </Modal>
    </Page>
  );
}

function UserTable({ users }: { users: User[] }) {
  return (
    <table className="kw-table kw-stack">
      <caption className="kw-hidden">Users of this practice</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Email</th>
          <th scope="col">Roles</th>
          <th scope="col">Last seen</th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.id}>
            <td data-label="Name">
              {user.displayName} {user.disabled && <Signal tone="quiet">Disabled</Signal>}
              {!user.disabled && !user.active && <span className="kw-tag">no password yet</span>}
            </td>
            <td data-label="Email">{user.email}</td>
            <td data-label="Roles">{user.roles.join(', ')}</td>
            <td data-label="Last seen">
              <Moment at={user.lastSeenAt} none="never" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function AddUser() {
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [roles, setRoles] = useState<Role[]>(['coordinator']);
  const add = useMutation({
    mutationFn: () => addUser({ email: email.trim(), displayName: displayName.trim(), roles }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
  if (add.data?.link === null) return <Text>They have a password already and can sign in to this practice now.</Text>;
  if (add.data !== undefined) {
    const { link } = add.data;
    return (
      <Stack gap="sm">
        <Text>Give this link to them by a way you trust. It works once, for a day, and is not shown again.</Text>
        <Code block tabIndex={0}>
          {link}
        </Code>
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy the link'}
            </Button>
          )}
        </CopyButton>
      </Stack>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Email"
          type="email"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <TextInput
          label="Name"
          required
          maxLength={100}
          value={displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
        />
        <Checkbox.Group label="Roles" value={roles} onChange={(chosen) => setRoles(chosen as Role[])}>
          <Stack gap={6} mt={6}>
            {ROLES.map(({ role, means }) => (
              <Checkbox key={role} value={role} label={`${role}: ${means}`} />
            ))}
          </Stack>
        </Checkbox.Group>
        {add.isError && (
          <Alert color="red" variant="light" role="alert">
            {add.error.message}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending} disabled={roles.length === 0}>
            Add and make a link
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
