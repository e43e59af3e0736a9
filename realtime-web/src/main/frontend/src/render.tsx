import '@mantine/core/styles.css'
import './page.css'
import { DirectionProvider, MantineProvider } from '@mantine/core'
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { PageBoundary } from './layout/PageBoundary'
import { theme } from './theme'

/** Puts a page into its document, in the portal's clothes. */
export function render(page: ReactNode): void {
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <DirectionProvider>
        <MantineProvider theme={theme} defaultColorScheme="auto">
          <PageBoundary>{page}</PageBoundary>
        </MantineProvider>
      </DirectionProvider>
    </StrictMode>,
  )
}
