import { App } from './App'
import { render } from './render'

render(<App />)
