import classes from './Navigation.module.css'
import { type Route, routes } from './routes'

/** Links to the pages, in one row that can be scrolled where it is too long. */
export function Navigation({ current }: { current: Route }) {
  return (
    <nav className={classes.bar} aria-label="Pages">
      {routes.map(({ path, label }) => (
        <a
          key={path}
          href={`#/${path}`}
          className={classes.link}
          aria-current={path === current ? 'page' : undefined}
          data-testid={`nav-${path}`}
        >
          {label}
        </a>
      ))}
      <a href="/inspector" className={classes.link} data-testid="nav-inspector">
        Inspector
      </a>
    </nav>
  )
}
