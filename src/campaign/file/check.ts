import type { CampaignFile } from './schema.ts';

/** A rule between fields that does not hold: where, and one sentence without the field's name. */
export type Breach = { readonly path: readonly (string | number)[]; readonly sentence: string };

/** Everything that must hold between the fields of a file; empty when all does. */
export function checkCampaignFile(file: CampaignFile): readonly Breach[] {
  return [
    ...checkOrganisations(file),
    ...checkDates(file),
    ...checkCharter(file),
    ...checkPledges(file),
    ...checkMilestones(file),
  ];
}

function checkOrganisations(file: CampaignFile): readonly Breach[] {
  const breaches: Breach[] = repeated(file.organisations.map((one) => one.slug)).map((index) => ({
    path: ['organisations', index, 'slug'],
    sentence: `${file.organisations[index]?.slug} is there twice`,
  }));
  const kinds = new Map(file.organisations.map((one) => [one.slug, one.kind]));
  const refer = (path: Breach['path'], slug: string, wanted: readonly string[]) => {
    const kind = kinds.get(slug);
    if (kind === undefined) breaches.push({ path, sentence: `${slug} is not among the organisations` });
    else if (!wanted.includes(kind))
      breaches.push({ path, sentence: `${slug} is of the kind ${kind}; ${wanted.join(' or ')} is needed` });
  };
  refer(['campaign', 'charity'], file.campaign.charity, ['charity']);
  refer(['campaign', 'operator'], file.campaign.operator, ['agency', 'charity', 'operator']);
  if (file.charter !== null && file.charter.signedBy !== null)
    refer(['charter', 'signedBy'], file.charter.signedBy, ['charity']);
  for (const [index, finding] of (file.charter?.findings ?? []).entries())
    refer(['charter', 'findings', index, 'partner'], finding.partner, ['partner', 'retailer']);
  for (const [index, fee] of (file.disclosures.fees ?? []).entries())
    for (const field of ['to', 'paidBy'] as const)
      if (!kinds.has(fee[field]))
        breaches.push({
          path: ['disclosures', 'fees', index, field],
          sentence: `${fee[field]} is not among the organisations`,
        });
  for (const [index, pledge] of file.pledges.entries()) {
    refer(['pledges', index, 'partner'], pledge.partner, ['partner', 'retailer']);
    if (pledge.mechanic === 'purchase') {
      refer(['pledges', index, 'rule', 'retailer'], pledge.rule.retailer, ['partner', 'retailer']);
      for (const [place, retailer] of pledge.rule.alsoAt.entries())
        refer(['pledges', index, 'rule', 'alsoAt', place], retailer, ['partner', 'retailer']);
    }
    if (pledge.mechanic === 'volunteering')
      for (const [place, company] of pledge.companies.entries())
        refer(['pledges', index, 'companies', place], company, ['partner', 'retailer']);
  }
  return breaches;
}

function checkDates({ campaign, pledges }: CampaignFile): readonly Breach[] {
  const breaches: Breach[] = [];
  if (campaign.closes <= campaign.opens)
    breaches.push({ path: ['campaign', 'closes'], sentence: 'is not after opens' });
  if (campaign.dialogueOpens !== null && campaign.dialogueOpens > campaign.opens)
    breaches.push({
      path: ['campaign', 'dialogueOpens'],
      sentence: 'is after opens; questions come before the campaign',
    });
  for (const [index, pledge] of pledges.entries())
    if (pledge.opens !== null && pledge.closes !== null && pledge.closes <= pledge.opens)
      breaches.push({ path: ['pledges', index, 'closes'], sentence: 'is not after opens' });
  return breaches;
}

function checkCharter({ charter }: CampaignFile): readonly Breach[] {
  if (charter === null) return [];
  const breaches: Breach[] = repeated(charter.criteria.map((one) => one.id)).map((index) => ({
    path: ['charter', 'criteria', index, 'id'],
    sentence: `${charter.criteria[index]?.id} is there twice`,
  }));
  if ((charter.signedBy === null) !== (charter.signedOn === null))
    breaches.push({
      path: ['charter', charter.signedBy === null ? 'signedOn' : 'signedBy'],
      sentence: 'needs both who signed and when',
    });
  for (const [index, { criterion }] of charter.findings.entries())
    if (!charter.criteria.some((one) => one.id === criterion))
      breaches.push({
        path: ['charter', 'findings', index, 'criterion'],
        sentence: `${criterion} is not among the charter's criteria`,
      });
  return breaches;
}

function checkPledges({ pledges }: CampaignFile): readonly Breach[] {
  const breaches: Breach[] = repeated(pledges.map((pledge) => pledge.id)).map((index) => ({
    path: ['pledges', index, 'id'],
    sentence: `${pledges[index]?.id} is there twice`,
  }));
  for (const [index, pledge] of pledges.entries()) {
    if (pledge.minimum > pledge.cap)
      breaches.push({
        path: ['pledges', index, 'cap'],
        sentence: `${pledge.cap} is less than its minimum ${pledge.minimum}`,
      });
    if (pledge.mechanic !== 'purchase') continue;
    const { from, to } = pledge.rule;
    if ((from === null) !== (to === null) || (from !== null && to !== null && to < from))
      breaches.push({
        path: ['pledges', index, 'rule', from === null ? 'from' : 'to'],
        sentence: 'needs both a first day (from) and a last day (to) that is not before it',
      });
  }
  return breaches;
}

function checkMilestones({ campaign: { milestones } }: CampaignFile): readonly Breach[] {
  return milestones.flatMap((milestone, index) =>
    index > 0 && milestone <= (milestones[index - 1] ?? 0)
      ? [
          {
            path: ['campaign', 'milestones', index],
            sentence: `${milestone} is not more than the one before`,
          },
        ]
      : [],
  );
}

/** Places of values that stood before. */
function repeated(values: readonly string[]): readonly number[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));
}
