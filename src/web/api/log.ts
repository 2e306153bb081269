import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Hono } from 'hono';
import { openHeaders, problem } from '../answer.ts';
import type { Services } from '../port.ts';

const compress = promisify(gzip);
const slugPattern = /^[a-z0-9-]{1,64}$/;
const lasting = 'public, max-age=31536000, immutable';
const short = 'public, max-age=60';
const fresh = 'public, max-age=1';

/**
 * The public log as files (C2SP tlog-tiles): `checkpoint`, `tile/…`, and beside them its verifier keys and a trust policy.
 * What the published checkpoint does not imply is not there.
 */
export function publicLog(services: Services): Hono {
  const app = new Hono();
  app.get('/c/:slug/log/:path{.+}', async (c) => {
    const { slug, path } = c.req.param();
    const file = slugPattern.test(slug) ? await services.logFile(slug, path) : null;
    if (file === null) return problem(404, 'The public log has no such file, or not yet.');
    switch (file.kind) {
      case 'moved':
        return new Response(null, {
          status: 302,
          headers: {
            ...openHeaders,
            location: `${services.publicUrl}/c/${slug}/log/${file.folder}/${path}`,
            'cache-control': fresh,
          },
        });
      case 'text':
        return new Response(file.body, {
          headers: { ...openHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': fresh },
        });
      case 'tile': {
        const headers = {
          ...openHeaders,
          'content-type': 'application/octet-stream',
          'cache-control': file.full ? lasting : short,
          ...(file.bundle ? { vary: 'Accept-Encoding' } : {}),
        };
        // Hashes don't get shorter; entries do, by two thirds.
        const takesGzip = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '');
        if (!file.bundle || !takesGzip) return new Response(Buffer.from(file.body), { headers });
        const body = await compress(file.body);
        return new Response(body, { headers: { ...headers, 'content-encoding': 'gzip' } });
      }
    }
  });
  return app;
}
