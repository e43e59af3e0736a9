// Stands between a browser and the server, so that a test can cut what goes through.
import { connect, createServer } from 'node:net'

/** @returns its address; `cut` ends all connections and lets no new ones in, `mend` lets them in again */
export async function proxyTo(target) {
  const { hostname, port } = new URL(target)
  const sockets = new Set()
  let whole = true

  const keep = (socket, other) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      other.destroy()
    })
  }
  const server = createServer((near) => {
    if (!whole) return near.destroy()
    const far = connect(Number(port), hostname)
    keep(near, far)
    keep(far, near)
    near.pipe(far).pipe(near)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    cut() {
      whole = false
      sockets.forEach((socket) => socket.destroy())
    },
    mend() {
      whole = true
    },
    close() {
      this.cut()
      server.close()
    },
  }
}
