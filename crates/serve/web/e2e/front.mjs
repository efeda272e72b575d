/** Stands before a `truce serve` that carries no application: gives web-dist as the server would, and passes /api on. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { extname, join } from 'node:path';

const dist = new URL('../../web-dist/', import.meta.url).pathname;
const MEDIA = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };
/** The policy of the application, as crates/serve/CONTRACT.md has it. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; frame-src 'self'; font-src 'none'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export async function front(api) {
  if (!existsSync(join(dist, 'index.html'))) throw new Error('web-dist is not built\nhelp: run: npm run build');
  const target = new URL(api);
  const server = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/api/')) {
      const headers = { ...asked.headers, host: target.host };
      // The page of this front is the server's own page.
      if (headers.origin) headers.origin = target.origin;
      const passed = request({ host: target.hostname, port: target.port, path: asked.url, method: asked.method, headers }, (back) => {
        answer.writeHead(back.statusCode ?? 502, back.headers);
        back.pipe(answer);
      });
      passed.on('error', () => answer.destroy());
      asked.pipe(passed);
      answer.on('close', () => passed.destroy());
      return;
    }
    const named = join(dist, pathname);
    const file = named.startsWith(dist) && extname(named) && existsSync(named) ? named : join(dist, 'index.html');
    answer.writeHead(200, { 'content-type': MEDIA[extname(file)] ?? 'application/octet-stream', 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' });
    answer.end(readFileSync(file));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => { server.closeAllConnections(); server.close(); } };
}
