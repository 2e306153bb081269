// Keeps the page of the device at the door: with a network the network's, without one the kept one. Never the list of
// people, and nothing else of the site.
const kept = 'relais-door';
const isDoor = (url) =>
  url.origin === self.location.origin &&
  /^\/console\/c\/[a-z0-9-]+\/shifts\/shf_[a-z0-9]+\/door$/.test(url.pathname);

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

const withinTime = (promise) =>
  Promise.race([
    promise,
    new Promise((_, reject) => {
      setTimeout(() => reject(new Error('too slow')), 5000);
    }),
  ]);

const page = async (request, url) => {
  const cache = await caches.open(kept);
  const found = () => cache.match(url.pathname, { ignoreVary: true });
  try {
    const answer = await withinTime(fetch(request));
    // A sign-in page is not the door: the kept one goes on noting, and says that one must sign in.
    if (answer.ok && !answer.redirected && answer.type === 'basic')
      await cache.put(url.pathname, answer.clone());
    else if (answer.status >= 500) return (await found()) ?? answer;
    return answer;
  } catch (error) {
    const answer = await found();
    if (answer === undefined) throw error;
    return answer;
  }
};

const asset = async (request) => {
  const cache = await caches.open(kept);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
};

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate' && isDoor(url)) event.respondWith(page(request, url));
  else if (url.origin === self.location.origin && url.pathname.startsWith('/assets/'))
    event.respondWith(asset(request));
});
