import { Alert, Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { ApiProblem, signInByLink } from '../api.js';
import { FrontDoor } from '../features/session/front-door.js';
import { SESSION_KEY } from '../features/session/use-session.js';

const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 128;

/** The token stands behind the `#`, which browsers never send; it is taken from there once and wiped from the address. */
function takeToken(): string {
  return decodeURIComponent(window.location.hash.replace(/^#(token=)?/, ''));
}

export default function OneTimeLinkPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [token] = useState(takeToken);
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const tooShort = password !== '' && password.length < SHORTEST_PASSWORD;

  useEffect(() => {
    if (window.location.hash !== '') window.history.replaceState(window.history.state, '', window.location.pathname);
  }, []);

  const attempt = useMutation({
    mutationFn: () =>
      signInByLink({
        token,
        ...(password === '' ? {} : { password }),
        ...(displayName.trim() === '' ? {} : { displayName: displayName.trim() }),
      }),
    onSuccess: async () => {
      await client.resetQueries({ queryKey: SESSION_KEY });
      await navigate('/', { replace: true });
    },
  });

  if (token === '') {
    return (
      <FrontDoor
        title="This link is incomplete"
        lead="Open it exactly as it was given to you; the part behind # belongs to it."
      >
        <Anchor component={Link} to="/">
          To the sign-in page
        </Anchor>
      </FrontDoor>
    );
  }
  return (
    <FrontDoor
      title="Set your password"
      lead="This link works once. Choose the password you will sign in with from now on; if you have one already and keep it, leave the field empty."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          attempt.mutate();
        }}
      >
        <Stack gap="md">
          {attempt.isError && (
            <Alert color="red" variant="light" role="alert">
              {attempt.error instanceof ApiProblem
                ? attempt.error.message
                : 'The password could not be set. Try again.'}
            </Alert>
          )}
          <TextInput
            label="Your name"
            description="As colleagues will see it. Optional."
            autoComplete="name"
            maxLength={100}
            value={displayName}
            onChange={(event) => setDisplayName(event.currentTarget.value)}
          />
          <PasswordInput
            label="New password"
            description={`At least ${SHORTEST_PASSWORD} characters; a few unrelated words make a good one.`}
            autoComplete="new-password"
            autoFocus
            maxLength={LONGEST_PASSWORD}
            error={tooShort ? `${SHORTEST_PASSWORD - password.length} more to go` : undefined}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="md" fullWidth loading={attempt.isPending} disabled={tooShort}>
            {password === '' ? 'Sign in' : 'Set password and sign in'}
          </Button>
        </Stack>
      </form>
    </FrontDoor>
  );
}
