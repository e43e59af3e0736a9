import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import type { AuthError, SupabaseClient } from '@supabase/supabase-js'
import { type FormEvent, useState } from 'react'
import { DemoAccounts } from './DemoAccounts'

interface SignInProps {
  supabase: SupabaseClient
  offerDemoAccounts: boolean
}

export function SignIn({ supabase, offerDemoAccounts }: SignInProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)

  const signIn = async (address: string, secret: string) => {
    setBusy(true)
    setProblem(undefined)
    const { error } = await supabase.auth.signInWithPassword({ email: address, password: secret })
    setBusy(false)
    if (error) setProblem(explain(error))
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void signIn(email.trim(), password)
  }

  return (
    <Paper withBorder shadow="sm" radius="lg" p={{ base: 'lg', xs: 'xl' }} maw={420} mx="auto" mt="5vh">
      <Stack gap="lg">
        <div>
          <Title order={1} size="h2">
            Welcome to Belfry
          </Title>
          <Text c="dimmed" mt={4}>
            Sign in to see the challenges, live.
          </Text>
        </div>
        <form onSubmit={submit}>
          <Stack gap="md">
            <TextInput
              label="E-mail"
              type="email"
              autoComplete="username"
              required
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              data-testid="sign-in-email"
            />
            <PasswordInput
              label="Password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              data-testid="sign-in-password"
            />
            {problem && (
              <Alert color="red" role="alert" data-testid="sign-in-problem" title={problem} />
            )}
            <Button type="submit" loading={busy} data-testid="sign-in-submit">
              Sign in
            </Button>
          </Stack>
        </form>
        {offerDemoAccounts && <DemoAccounts disabled={busy} onChoose={signIn} />}
      </Stack>
    </Paper>
  )
}

function explain(error: AuthError): string {
  if (error.code === 'invalid_credentials') return 'The e-mail address or the password is wrong.'
  if (error.name === 'AuthRetryableFetchError') return 'The server cannot be reached.'
  return error.message
}
