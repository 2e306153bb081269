import { expect, test } from 'vitest';
import { exportCampaign, importCampaign } from '../src/campaign/mod.ts';
import { campaignFile } from './campaign.ts';
import { startTestServer } from './server.ts';

/** Spanish came in as a catalogue and a line: what it reaches, seen from outside. */
test('a campaign that speaks Spanish does so everywhere, and keeps its words', async () => {
  const server = await startTestServer('pglite');
  try {
    const file = campaignFile({
      unit: '{ code: meal, names: { fr: [repas, repas], en: [meal, meals], es: [comida, comidas] } }',
    }).replace('en: "1 post = 10 meals" }', 'en: "1 post = 10 meals", es: "1 entrada = 10 comidas" }');
    expect((await importCampaign(server.db, file, { now: () => Date.now() })).kind).toBe('imported');
    expect(await exportCampaign(server.db, 'essai')).toContain('1 entrada = 10 comidas');
    const at = async (path: string, accept = 'text/html') =>
      (
        await (
          await fetch(server.url + path, { headers: { accept, 'accept-language': 'es-AR, fr;q=0.5' } })
        ).text()
      ).replace(/[\u00A0\u202F]/g, ' ');

    const page = await at('/c/essai');
    expect(page).toContain('<html lang="es">');
    expect(page).toContain('<h1>1 entrada = 10 comidas</h1>');
    expect(page).toContain('Una entrada da 10 comidas');
    expect(page).toContain('hreflang="es"');
    // Its summary was not translated: it is said in French, and marked so.
    expect(page).toContain('<p class="summary" lang="fr">Un billet donne dix repas.</p>');
    expect(page).toContain('<meta property="og:locale" content="es_ES"');
    expect(await at('/c/essai?lang=fr')).toContain('<html lang="fr">');
    expect(await at('/c/essai/badge.svg?lang=es', 'image/svg+xml')).toContain('comidas');
    expect(await at('/c/essai/relays.atom?lang=es', '*/*')).toContain('1 entrada = 10 comidas');
    expect(await at(`/oembed?url=${encodeURIComponent(`${server.url}/c/essai?lang=es`)}`, '*/*')).toContain(
      '1 entrada = 10 comidas',
    );
    expect(await at('/c/essai?lang=xx')).toContain('<html lang="es">');
    const card = await fetch(`${server.url}/c/essai/card.es.0.png`);
    expect([card.status, card.headers.get('content-type')]).toEqual([200, 'image/png']);
    const label = JSON.parse(await at('/c/essai/label.json', '*/*')) as { rows: Record<string, unknown> };
    expect(Object.keys(label.rows)).toEqual(['fr', 'en', 'es']);
    const refused = await fetch(`${server.url}/c/essai/relays?lang=es`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      body: 'url=nada',
    });
    expect(await refused.text()).toContain('No es una dirección completa');
  } finally {
    await server.stop();
  }
});
