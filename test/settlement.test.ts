import { afterAll, beforeAll, expect, test } from 'vitest';
import { becomeCreditWriter, readId } from '../src/campaign/mod.ts';
import { credit, reconcile, reverse } from '../src/credit/mod.ts';
import { systemRandom } from '../src/kernel/mod.ts';
import { settlementBooks } from '../src/settlement/mod.ts';
import { agreed, audit } from './audit-run.ts';
import { onBothDatabases } from './database.ts';
import { type Bench, openBench } from './moderation.ts';

const day_ms = 86_400_000;
const pledges = `  - { id: billets, partner: danone, mechanic: relay, perAct: 6, cap: 12000, minimum: 100, tax: { kind: gift, relief: true, netCost: 0.40 } }
  - { id: achats, partner: carrefour, mechanic: relay, perAct: 4, cap: 8000, tax: { kind: marketing } }`;

onBothDatabases('settlement, through the front door', (kind) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(kind, kind === 'pglite' ? 220 : 230);
  });
  afterAll(async () => {
    expect(await reconcile(bench.server.db, [settlementBooks])).toEqual([]);
    await bench.server.stop();
  });

  const books = async (slug: string) => {
    const id = await readId(bench.server.db, slug);
    if (id === null) throw new Error('campaign');
    return { campaign: { id, slug }, at: bench.clock.now(), random: systemRandom };
  };
  const grant = async (slug: string, ...subjects: string[]) => {
    const given = await books(slug);
    await bench.server.db.transaction(async (tx) => {
      await becomeCreditWriter(tx, given.campaign.id);
      await credit(
        tx,
        given,
        'relay',
        subjects.map((subject) => ({ subject, facts: {} })),
      );
    });
  };
  const undo = async (slug: string, subject: string) => {
    const given = await books(slug);
    await bench.server.db.transaction(async (tx) => {
      await becomeCreditWriter(tx, given.campaign.id);
      await reverse(tx, given, 'relay', [{ subject, reason: 'source_gone' }]);
    });
  };
  const people = async (slug: string) => ({
    anna: await bench.person('netscouade', 'operator', 'Anna'),
    boris: await bench.person('restos', 'charity', 'Boris'),
    clara: await bench.person('danone', 'partner', 'Clara', slug),
    denis: await bench.person('carrefour', 'partner', 'Denis', slug),
    elsa: await bench.person('netscouade', 'moderator', 'Elsa'),
    fanny: await bench.person('restos', 'auditor', 'Fanny'),
  });
  const open = async () => {
    const campaign = await bench.campaign({
      pledges,
      unit: '{ code: meal, names: { fr: [repas, repas], en: [meal, meals] }, value: { amount: 1.00, currency: EUR, source: "https://www.restosducoeur.org/", asOf: 2026-01-01 } }',
    });
    return { ...campaign, path: `${campaign.console}/settlement`, ...(await people(campaign.slug)) };
  };
  const today = () => new Date(bench.clock.now()).toISOString().slice(0, 10);
  const payment = (html: string) => /name="payment" value="(pay_\w+)"/.exec(html)?.[1] ?? '';

  test('granted → closed → paid → confirmed → delivered, and everybody sees it', async () => {
    const c = await open();
    await grant(c.slug, 'x', 'y', 'z');
    const preview = await c.anna.see(`${c.path}/danone/open`);
    expect(preview).toContain('non arrêté');
    expect(preview).toContain('18,00');
    const close = [
      ['partner', 'danone'],
      ['number', '1'],
    ] as const;
    const closed = await c.anna.send(`${c.path}/close`, close);
    expect([closed.status, closed.headers.get('location')]).toEqual([303, `${c.path}?done=closed`]);
    // The same form again: nothing is closed twice.
    const again = await c.anna.send(`${c.path}/close`, close);
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('La période n° 1 est déjà arrêtée.');
    const statement = await c.clara.see(`${c.path}/danone/1`);
    expect(statement).toContain('Ce relevé concorde à l’unité avec le grand livre');
    expect(statement).toContain('Coût net pour le partenaire');
    const file = await c.clara.see(`${c.path}/danone/1.csv`);

    const declared = await c.clara.send(`${c.path}/payments`, [
      ['partner', 'danone'],
      ['section', 'gift-EUR'],
      ['amount', '12,00'],
      ['paidOn', today()],
      ['reference', 'VIR <script>alert(1)</script>'],
    ]);
    expect([declared.status, declared.headers.get('location')]).toEqual([303, `${c.path}?done=declared`]);
    const page = await c.boris.see(c.path);
    expect(page).toContain('VIR &lt;script&gt;');
    expect(page).toContain('à confirmer par l’association');
    const id = payment(page);
    expect(await c.clara.see(`${c.console}/settlement-receipt/${id}`)).toContain('pas encore confirmé');
    const confirm = [
      ['payment', id],
      [`${id}-amount`, '11,50'],
      [`${id}-receivedOn`, today()],
      [`${id}-reference`, 'BQ 7'],
      ['decision', 'confirm'],
    ] as const;
    expect((await c.boris.send(`${c.path}/answers`, confirm)).status).toBe(303);
    expect((await c.boris.send(`${c.path}/answers`, confirm)).status).toBe(409);
    const answered = await c.clara.see(c.path);
    expect(answered).toContain('écart de -0,50');
    const receipt = await c.boris.see(`${c.console}/settlement-receipt/${id}`);
    expect(receipt).toContain('***11,50');
    expect(receipt).toContain('Ce document n’est pas un reçu fiscal.');

    const hand = (units: string) =>
      c.boris.send(`${c.path}/deliveries`, [
        ['units', units],
        ['what', 'Repas chauds'],
        ['place', 'Lyon'],
        ['on', today()],
        ['document', 'https://exemple.org/bordereau'],
      ]);
    const many = await hand('12');
    expect([many.status, (await many.text()).includes('C’est plus que ce qui est réglé')]).toEqual([
      409,
      true,
    ]);
    expect((await hand('10')).status).toBe(303);
    const totals = (await (await fetch(`${bench.server.url}/api/v1/campaigns/${c.slug}`)).json()) as object;
    expect(totals).toMatchObject({ granted: 30, settled: 11, delivered: 10 });
    const publicPage = async () =>
      (await fetch(`${c.page}/partners`, { headers: { 'accept-language': 'fr' } })).text();
    expect(await publicPage()).toContain('Accordé 30 · réglé 11 · remis 10.');
    expect(await publicPage()).not.toContain('en retard');
    const results = await (await fetch(`${c.page}/results`, { headers: { 'accept-language': 'fr' } })).text();
    for (const part of ['Le bilan', '30 repas', 'ces chiffres bougent encore', 'Relevé n° 1', '10 repas le'])
      expect(results.replaceAll('\u00A0', ' ')).toContain(part);
    expect(results).not.toContain('VIR ');
    for (const unknown of ['nobody', '%00'])
      expect((await fetch(`${bench.server.url}/c/${unknown}/results`)).status).toBe(404);
    await bench.later(30.5 * day_ms);
    expect(await publicPage()).toContain('Danone est en retard de 1 jour pour régler ce qui est dû.');
    await bench.later(-30.5 * day_ms);

    await undo(c.slug, 'x');
    expect(
      (
        await c.anna.send(`${c.path}/close`, [
          ['partner', 'danone'],
          ['number', '2'],
        ])
      ).status,
    ).toBe(303);
    const second = await c.anna.see(`${c.path}/danone/2`);
    expect(second).toContain('le billet est supprimé');
    expect(second).toContain('-6,00');
    expect(await c.clara.see(`${c.path}/danone/1.csv`)).toBe(file);
    // Whoever recounts the public log comes to the same figures.
    for (let published = false; !published; ) {
      const answer = await fetch(`${bench.server.url}/api/v1/campaigns/${c.slug}`);
      const { log } = (await answer.json()) as { log: { size: number; entries: number } };
      published = log.size === log.entries;
    }
    expect(await audit(c.page)).toEqual(agreed);
  });

  test('a statement as a file: CSV for programs, PDF whose structure is tagged', async () => {
    const c = await open();
    await grant(c.slug, 'x');
    await c.anna.send(`${c.path}/close`, [
      ['partner', 'danone'],
      ['number', '1'],
    ]);
    const csv = await c.fanny.get(`${c.path}/danone/1.csv`);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(await csv.text()).toContain('due,billets,relay,gift,,,,,,0,6,0,0,0,6,600,EUR');
    const pdf = await c.clara.get(`${c.path}/danone/1.pdf`);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    const bytes = Buffer.from(await pdf.arrayBuffer()).toString('latin1');
    expect(bytes.slice(0, 8)).toBe('%PDF-1.7');
    for (const part of [
      ...['/Marked true', '/DisplayDocTitle true', '/Lang (fr-FR)', '<pdfuaid:part>1</pdfuaid:part>'],
      ...['/S /Document', '/S /H1', '/S /H2', '/S /Table', '/S /Caption', '/S /TH', '/Scope /Column'],
      ...['/Scope /Row', '/S /LBody', '/FontFile2'],
    ])
      expect(bytes, part).toContain(part);
  });

  test('everybody may what the rule book says, of their own campaign and partner alone', async () => {
    const c = await open();
    await grant(c.slug, 'x');
    const close = [
      ['partner', 'carrefour'],
      ['number', '1'],
    ] as const;
    for (const who of [c.boris, c.clara, c.elsa, c.fanny])
      expect((await who.send(`${c.path}/close`, close)).status).toBe(403);
    expect((await c.anna.send(`${c.path}/close`, close)).status).toBe(303);
    expect((await c.denis.get(`${c.path}/carrefour/1`)).status).toBe(200);
    expect((await c.fanny.get(`${c.path}/carrefour/1`)).status).toBe(200);
    for (const file of ['1', '1.csv', '1.pdf', 'open'])
      expect((await c.clara.get(`${c.path}/carrefour/${file}`)).status).toBe(404);
    expect((await c.elsa.get(c.path)).status).toBe(403);
    expect(await c.clara.see(c.path)).not.toContain('account-carrefour');
    const pay = (partner: string, section: string) =>
      [
        ['partner', partner],
        ['section', section],
        ['amount', '4'],
        ['paidOn', today()],
        ['reference', 'V'],
      ] as const;
    expect((await c.clara.send(`${c.path}/payments`, pay('carrefour', 'marketing-EUR'))).status).toBe(403);
    expect((await c.anna.send(`${c.path}/payments`, pay('carrefour', 'marketing-EUR'))).status).toBe(403);
    expect((await c.denis.send(`${c.path}/payments`, pay('carrefour', 'marketing-EUR'))).status).toBe(303);
    const id = payment(await c.boris.see(c.path));
    for (const who of [c.anna, c.denis])
      expect(
        (
          await who.send(`${c.path}/answers`, [
            ['payment', id],
            ['decision', 'confirm'],
          ])
        ).status,
      ).toBe(403);
    expect((await c.clara.get(`${c.console}/settlement-receipt/${id}`)).status).toBe(404);
    // Sponsorship gets no tax receipt, and says why.
    expect(await c.denis.see(`${c.console}/settlement-receipt/${id}`)).toContain(
      'Ce paiement règle du parrainage',
    );
    expect((await c.denis.send(`${c.path}/deliveries`, [['units', '1']])).status).toBe(403);
    const stranger = await bench.campaign({ pledges });
    expect((await c.clara.get(`${stranger.console}/settlement`)).status).toBe(404);
    expect((await fetch(bench.server.url + c.path, { redirect: 'manual' })).status).toBe(303);
  });

  test('hostile input: one sentence at its field and the right status; a foreign form is refused', async () => {
    const c = await open();
    await grant(c.slug, 'x');
    await c.anna.send(`${c.path}/close`, [
      ['partner', 'danone'],
      ['number', '1'],
    ]);
    const wrong = await c.clara.send(`${c.path}/payments`, [
      ['partner', 'danone'],
      ['section', 'gift-EUR'],
      ['amount', '1e9'],
      ['paidOn', '2026-02-31'],
      ['reference', 'x'.repeat(201)],
    ]);
    expect(wrong.status).toBe(400);
    const said = await wrong.text();
    for (const sentence of ['Écrivez un montant', 'Écrivez une date', 'Écrivez de quoi le retrouver'])
      expect(said).toContain(sentence);
    for (const fields of [
      [
        ['partner', 'danone'],
        ['section', 'gift-USD'],
        ['amount', '1'],
        ['paidOn', today()],
        ['reference', 'x'],
      ],
      [
        ['partner', 'danone'],
        ['section', '__proto__'],
        ['amount', '1'],
        ['paidOn', today()],
        ['reference', 'x'],
      ],
    ] as const)
      expect((await c.clara.send(`${c.path}/payments`, fields)).status).toBe(400);
    for (const [path, fields] of [
      [
        'close',
        [
          ['partner', 'restos'],
          ['number', '1'],
        ],
      ],
      [
        'close',
        [
          ['partner', 'danone'],
          ['number', 'x'],
        ],
      ],
    ] as const)
      expect((await c.anna.send(`${c.path}/${path}`, fields)).status).toBe(404);
    expect(
      (
        await c.boris.send(`${c.path}/answers`, [
          ['payment', 'pay_%00'],
          ['decision', 'confirm'],
        ])
      ).status,
    ).toBe(404);
    const script = await c.boris.send(`${c.path}/deliveries`, [
      ['units', '-1'],
      ['what', '<script>'],
      ['place', ''],
      ['on', '2999-01-01'],
      ['document', 'javascript:alert(1)'],
    ]);
    expect([script.status, (await script.text()).includes('value="&lt;script&gt;"')]).toEqual([400, true]);
    const forged = { origin: 'https://mechant.example' };
    for (const [who, path] of [
      [c.anna, 'close'],
      [c.clara, 'payments'],
      [c.boris, 'answers'],
      [c.boris, 'deliveries'],
    ] as const)
      expect((await who.send(`${c.path}/${path}`, [['partner', 'danone']], forged)).status).toBe(403);
    const early = await c.anna.send(`${c.path}/close`, [
      ['partner', 'danone'],
      ['number', '2'],
      ['final', 'true'],
    ]);
    expect([early.status, (await early.text()).includes('La campagne n’est pas finie')]).toEqual([409, true]);
    for (const file of ['0', '2', '1.exe', '99999999'])
      expect((await c.anna.get(`${c.path}/danone/${file}`)).status).toBe(404);
  });
});
