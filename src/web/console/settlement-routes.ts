import type { ClosingOutcome, PartnerAccount, SettlementView } from '../../settlement/mod.ts';
import { unitsText } from '../parts/figures.ts';
import { words } from '../parts/page.tsx';
import type { Services } from '../port.ts';
import { type CampaignVisit, type Console, consoleHeaders } from './guard.ts';
import { csvHeaders } from './lists-csv.ts';
import { renderSettlement } from './settlement.tsx';
import { statementCsv } from './settlement-csv.ts';
import { type Read, readAnswer, readDelivery, readPayment } from './settlement-form.ts';
import type { SettlementPage } from './settlement-given.ts';
import { receiptBlocks } from './settlement-receipt.ts';
import { renderReceipt, renderStatement } from './statement.tsx';
import { statementBlocks, statementTitle } from './statement-words.ts';

const slugPattern = /^[a-z0-9-]{1,64}$/;
const pdfHeaders = (name: string) => ({
  ...consoleHeaders,
  'content-type': 'application/pdf',
  'content-disposition': `attachment; filename="${name}.pdf"`,
});

/** Settlement: accounts, statements on screen and as files, closing, payments, deliveries. */
export function settlementPages(services: Services, desk: Console): void {
  const { settlement } = services.console;

  /** The accounts that the visitor may read; null where there is nothing for them. */
  const viewFor = async (visit: CampaignVisit): Promise<SettlementView | null> => {
    const view = await settlement.read(visit.entry.slug, null);
    if (view === null) return null;
    const accounts = view.accounts.filter((one) => visit.mayHere('statement.read', one.partner.slug));
    return { ...view, accounts };
  };
  const show = async (
    visit: CampaignVisit,
    more: Partial<Omit<SettlementPage, 'view'>> = {},
    status: 200 | 400 | 409 = 200,
  ) => {
    const view = await viewFor(visit);
    return view === null
      ? visit.notFound()
      : visit.page(renderSettlement({ view, refused: null, said: null, ...more }, visit), status);
  };
  const refuse = (visit: CampaignVisit, of: string, { typed, errors }: Read<unknown>) =>
    show(visit, { refused: { of, typed, errors } }, 400);
  const back = (visit: CampaignVisit, done: string) =>
    visit.to(`/console/c/${visit.entry.slug}/settlement`, done);

  desk.campaignGet('/settlement', 'statement.read', (_, visit) => show(visit));

  desk.campaignGet('/settlement/:partner/:file', 'statement.read', async (c, visit) => {
    const partner = c.req.param('partner') ?? '';
    const [, name = '', kind = ''] =
      /^(open|[1-9]\d{0,5})(?:\.(pdf|csv))?$/.exec(c.req.param('file') ?? '') ?? [];
    const known = slugPattern.test(partner) && visit.mayHere('statement.read', partner);
    if (name === '' || !known) return visit.notFound();
    const { slug } = visit.entry;
    const view = await settlement.statement(slug, partner, name === 'open' ? null : Number(name));
    if (view === null) return visit.notFound();
    const tr = words(visit.context);
    const file = `${slug}-${partner}-${name}`;
    if (kind === 'csv') return c.body(statementCsv(view.statement), 200, csvHeaders(file));
    if (kind === 'pdf') {
      const title = `${statementTitle(tr, view)} · ${view.statement.partner.name}`;
      const pdf = await settlement.print({
        title,
        author: view.statement.operator.name,
        language: visit.context.language,
        footer: tr.t('statement.footer', { campaign: tr.localised(view.statement.campaign.title), title }),
        blocks: statementBlocks(tr, view, services.publicUrl),
      });
      return c.body(Buffer.from(pdf), 200, pdfHeaders(file));
    }
    return visit.page(renderStatement(view, `/console/c/${slug}/settlement/${partner}/${name}`, visit));
  });

  desk.campaignPost('/settlement/close', 'settlement.close', async (_, visit, form) => {
    const [partner, number] = [form.text('partner'), Number(form.text('number'))];
    if (!slugPattern.test(partner) || !Number.isSafeInteger(number)) return visit.notFound();
    const outcome = await settlement.close(visit.person, visit.entry.slug, {
      ...{ partner, number },
      final: form.text('final') === 'true',
    });
    if (outcome.kind === 'unknown') return visit.notFound();
    if (outcome.kind === 'closed') return back(visit, 'closed');
    return show(visit, { said: notClosed(outcome, visit) }, 409);
  });

  desk.campaignPost('/settlement/payments', 'payment.declare', async (_, visit, form) => {
    const partner = form.text('partner');
    if (!slugPattern.test(partner)) return visit.notFound();
    if (!visit.mayHere('payment.declare', partner)) return visit.forbidden();
    const account = (await viewFor(visit))?.accounts.find((one) => one.partner.slug === partner);
    if (account === undefined) return visit.notFound();
    const sections = account.sections.map((one) => one.section);
    const tr = words(visit.context);
    const read = readPayment(form, partner, sections, tr, visit.context.now);
    if (read.value === null) return refuse(visit, partner, read);
    const outcome = await settlement.declare(visit.person, visit.entry.slug, read.value);
    return outcome.kind === 'declared' ? back(visit, 'declared') : visit.notFound();
  });

  desk.campaignPost('/settlement/answers', 'payment.confirm', async (_, visit, form) => {
    const found = await paymentOf(visit, form.text('payment'));
    if (found === null) return visit.notFound();
    const { payment } = found;
    const tr = words(visit.context);
    const fields = { ...form, text: (name: string) => form.text(`${payment.id}-${name}`) || form.text(name) };
    const read = readAnswer(fields, payment.section, `${payment.id}-`, tr, visit.context.now);
    if (read.value === null) return refuse(visit, payment.id, read);
    const outcome = await settlement.answer(visit.person, visit.entry.slug, payment.id, read.value);
    if (outcome.kind === 'answered_before') return show(visit, { said: tr.t('settle.answeredBefore') }, 409);
    return outcome.kind === 'answered' ? back(visit, 'confirmed') : visit.notFound();
  });

  desk.campaignPost('/settlement/deliveries', 'delivery.declare', async (_, visit, form) => {
    const tr = words(visit.context);
    const read = readDelivery(form, tr, visit.context.now);
    if (read.value === null) return refuse(visit, 'delivery', read);
    const outcome = await settlement.deliver(visit.person, visit.entry.slug, read.value);
    if (outcome.kind === 'delivered') return back(visit, 'delivered');
    const view = outcome.kind === 'too_many' ? await viewFor(visit) : null;
    if (outcome.kind !== 'too_many' || view === null) return visit.notFound();
    const sentence = tr.t('settle.tooMany', { units: unitsText(tr, view.unit, outcome.left) });
    const errors = [{ name: 'units', sentence }];
    return show(visit, { refused: { of: 'delivery', typed: read.typed, errors } }, 409);
  });

  desk.campaignGet('/settlement-receipt/:file', 'statement.read', async (c, visit) => {
    const [, id = '', kind = ''] = /^(pay_\w{26})(\.pdf)?$/.exec(c.req.param('file') ?? '') ?? [];
    const found = await paymentOf(visit, id);
    if (found === null) return visit.notFound();
    const tr = words(visit.context);
    const blocks = receiptBlocks(tr, found.view, found.account, found.payment);
    if (kind === '')
      return visit.page(
        renderReceipt(blocks, `/console/c/${visit.entry.slug}/settlement-receipt/${id}`, visit),
      );
    const title = tr.t('cerfa.title');
    const pdf = await settlement.print({
      title,
      author: found.view.charity.name,
      language: visit.context.language,
      footer: title,
      blocks,
    });
    return c.body(Buffer.from(pdf), 200, pdfHeaders(`cerfa-16216-${id}`));
  });

  const paymentOf = async (visit: CampaignVisit, id: string) => {
    const view = await viewFor(visit);
    for (const account of view?.accounts ?? ([] as readonly PartnerAccount[])) {
      const payment = account.payments.find((one) => one.id === id);
      if (payment !== undefined && view !== null) return { view, account, payment };
    }
    return null;
  };
}

/** Why a period was not closed, in a sentence. */
function notClosed(
  outcome: Exclude<ClosingOutcome, { kind: 'closed' | 'unknown' }>,
  visit: CampaignVisit,
): string {
  const { t } = words(visit.context);
  switch (outcome.kind) {
    case 'overtaken':
      return t('settle.closed.overtaken', { n: outcome.number });
    case 'too_early':
      return t(outcome.why === 'open' ? 'settle.closed.open' : 'settle.closed.held');
    case 'does_not_foot':
      return t('settle.closed.foots', { names: outcome.pledges.join(', ') });
  }
}
