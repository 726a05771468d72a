import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, signIn } from '../api.js';
import { FrontDoor } from '../features/session/front-door.js';
import { SESSION_KEY, useSignedOutBecause } from '../features/session/use-session.js';

export default function SignInPage() {
  const client = useQueryClient();
  const because = useSignedOutBecause();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: () => signIn(email, password),
    onSuccess: () => client.invalidateQueries({ queryKey: SESSION_KEY }),
    onError: () => setPassword(''),
  });
  return (
    <FrontDoor title="Sign in" lead="To your practice’s list of off-track patients.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          attempt.mutate();
        }}
      >
        <Stack gap="md">
          {because === 'idle' && !attempt.isError && (
            <Alert color="gray" variant="light">
              You were signed out because nobody used the screen for a while. Sign in to go on where you were.
            </Alert>
          )}
          {attempt.isError && (
            <Alert color="red" variant="light" role="alert">
              {sentence(attempt.error)}
            </Alert>
          )}
          <TextInput
            label="Email"
            type="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="md" loading={attempt.isPending} fullWidth>
            Sign in
          </Button>
        </Stack>
      </form>
      <p className="kw-quiet">
        No password yet, or forgotten it? Ask your practice’s admin for a one-time link. On a new installation the first
        one is printed where Keepwell was started.
      </p>
    </FrontDoor>
  );
}

function sentence(problem: Error): string {
  if (!(problem instanceof ApiProblem)) return 'Signing in failed for an unknown reason. Try again.';
  if (problem.code === 'sign_in_failed')
    return 'Email and password do not belong together. Check both, then try again.';
  if (problem.status === 429) return 'Too many attempts. Wait a few minutes, then try again.';
  return problem.message;
}
