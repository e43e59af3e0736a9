import { useDirection } from '@mantine/core'

/**
 * The direction of the page, kept in this browser. `?dir=rtl` in the address sets it too, before the page is drawn (`appearance.js`).
 *
 * @example const { rtl, toggle } = useTextDirection()
 */
export function useTextDirection(): { rtl: boolean; toggle: () => void } {
  const { dir, setDirection } = useDirection()
  const rtl = dir === 'rtl'

  const toggle = () => {
    const next = rtl ? 'ltr' : 'rtl'
    setDirection(next)
    try {
      localStorage.setItem('belfry-direction', next)
    } catch {
      // A browser that keeps nothing forgets it with the page.
    }
  }

  return { rtl, toggle }
}
