// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { PageBoundary } from './PageBoundary'

afterEach(cleanup)

test('a page that fails says so, leaves the rest alone, and can be tried again', () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  let broken = true
  const Page = () => {
    if (broken) throw new Error('l is not a function')
    return <p>works</p>
  }

  render(
    <MantineProvider>
      <nav>elsewhere</nav>
      <PageBoundary>
        <Page />
      </PageBoundary>
    </MantineProvider>,
  )

  expect(screen.getByTestId('page-failed').textContent).toContain('l is not a function')
  expect(screen.getByText('elsewhere')).toBeTruthy()
  broken = false
  fireEvent.click(screen.getByText('Try again'))
  expect(screen.getByText('works')).toBeTruthy()
})
