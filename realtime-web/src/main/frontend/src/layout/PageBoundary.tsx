import { Alert, Button, Stack, Text } from '@mantine/core'
import { Component, type ErrorInfo, type ReactNode } from 'react'

interface PageBoundaryProps {
  children: ReactNode
}

/** Keeps a page that fails from taking the portal with it: it says so, and can be tried again. */
export class PageBoundary extends Component<PageBoundaryProps, { error: Error | null }> {
  state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  componentDidCatch(error: Error, { componentStack }: ErrorInfo) {
    console.error('This page failed', error, componentStack)
  }

  render() {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <Alert color="red" variant="light" title="This page failed" role="alert" data-testid="page-failed">
        <Stack gap="sm" align="flex-start">
          <Text size="sm">Nothing else is touched by it. What went wrong: {error.message}</Text>
          <Button size="xs" variant="default" onClick={() => this.setState({ error: null })}>
            Try again
          </Button>
        </Stack>
      </Alert>
    )
  }
}
