import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// `npm run dev` passes everything that is not the page itself on to a running server.
const server = 'http://localhost:9080'

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../../../target/frontend',
    emptyOutDir: true,
    chunkSizeWarningLimit: 800,
    rolldownOptions: { input: ['index.html', 'inspector.html'] },
  },
  server: {
    proxy: {
      '/config.json': server,
      '/auth': server,
      '/rest': server,
      '/realtime': { target: server, ws: true },
      '/functions': { target: server, ws: true },
    },
  },
})
