import { render } from '../render'
import { Inspector } from './Inspector'

render(<Inspector />)
