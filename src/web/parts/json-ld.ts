import type { CampaignView, OrganisationView } from '../../campaign/mod.ts';
import type { Entry, MeetingView, QuestionView } from '../../dialogue/mod.ts';
import type { ShiftView } from '../../evidence/mod.ts';
import { isoInstant } from '../../kernel/mod.ts';
import { partnerName } from './figures.ts';
import { httpUrl, type PageContext, words } from './page.tsx';

/** What a page says to search engines, in the words of schema.org. */
export type LinkedData = Readonly<Record<string, unknown>>;

/** The text of a script element that holds it. `<` is escaped, so that nobody's text can end that element. */
export function jsonLd(document: LinkedData): string {
  return JSON.stringify({ '@context': 'https://schema.org', ...document }).replace(/</g, '\\u003c');
}

/** The campaign: a Project for a charity, with each promise as a grant. */
export function campaignData(view: CampaignView, context: PageContext): LinkedData {
  const tr = words(context);
  const address = `${context.publicUrl}/c/${view.slug}`;
  const { value } = view.unit;
  const partners = [...new Set(view.totals.pledges.map((pledge) => pledge.partner))];
  return {
    '@type': 'Project',
    '@id': address,
    url: address,
    name: tr.localised(view.title),
    description: tr.localised(view.summary),
    foundingDate: isoInstant(view.opens),
    dissolutionDate: isoInstant(view.closes),
    sponsor: partners.map((slug) => organisation(view.organisations[slug], partnerName(view, slug))),
    funding: view.totals.pledges.map((pledge) => ({
      '@type': 'MonetaryGrant',
      identifier: pledge.id,
      sponsor: { '@type': 'Organization', name: partnerName(view, pledge.partner) },
      ...(value === null
        ? {}
        : {
            amount: {
              '@type': 'MonetaryAmount',
              currency: value.currency,
              minValue: pledge.minimum * value.amount,
              maxValue: pledge.cap * value.amount,
            },
          }),
    })),
    interactionStatistic: {
      '@type': 'InteractionCounter',
      interactionType: 'https://schema.org/ShareAction',
      userInteractionCount: view.totals.relays,
    },
    potentialAction: {
      '@type': 'DonateAction',
      recipient: organisation(view.charity, view.charity.name),
      target: address,
    },
  };
}

/** The charity on its page. */
export function charityData(view: CampaignView, context: PageContext): LinkedData {
  const { charity } = view;
  return {
    ...organisation(charity, charity.name),
    ...(charity.legalName === null ? {} : { legalName: charity.legalName }),
    ...(charity.registration === null ? {} : { identifier: charity.registration }),
    ...(charity.mission === null ? {} : { description: words(context).localised(charity.mission) }),
    subjectOf: `${context.publicUrl}/c/${view.slug}`,
  };
}

type Dated = Pick<ShiftView, 'id' | 'title' | 'place' | 'address' | 'startsAt' | 'endsAt' | 'state'> & {
  readonly description: string;
};

/** A shift or a meeting as an event: free, with its place, and called off where it is. */
export function eventData(
  view: CampaignView,
  event: Dated | (Omit<Dated, 'id'> & Pick<MeetingView, 'id'>),
  context: PageContext,
): LinkedData {
  const here = `${context.publicUrl}${context.path}`;
  const afar = event.place === '';
  return {
    '@type': 'Event',
    '@id': here,
    url: here,
    name: event.title,
    ...(event.description === '' ? {} : { description: event.description }),
    startDate: isoInstant(event.startsAt),
    endDate: isoInstant(event.endsAt),
    eventStatus: `https://schema.org/${event.state === 'open' ? 'EventScheduled' : 'EventCancelled'}`,
    eventAttendanceMode: `https://schema.org/${afar ? 'Online' : 'Offline'}EventAttendanceMode`,
    isAccessibleForFree: true,
    // Where people meet afar is told to those who have a place; anybody may come to this page.
    location: afar
      ? { '@type': 'VirtualLocation', url: here }
      : { '@type': 'Place', name: event.place, address: event.address },
    organizer: organisation(view.charity, view.charity.name),
    superEvent: { '@type': 'Project', '@id': `${context.publicUrl}/c/${view.slug}` },
  };
}

/** A question with the answers given under a name. Its author's name is said only where it is public. */
export function questionData(view: CampaignView, question: QuestionView, context: PageContext): LinkedData {
  const address = `${context.publicUrl}/c/${view.slug}/dialogue/questions/${question.id}`;
  return {
    '@type': 'QAPage',
    mainEntity: {
      '@type': 'Question',
      '@id': address,
      url: address,
      name: question.body,
      text: question.body,
      dateCreated: isoInstant(question.openedAt),
      answerCount: question.answers.length,
      upvoteCount: question.askers,
      ...(question.name === null ? {} : { author: { '@type': 'Person', name: question.name } }),
      suggestedAnswer: question.answers.map((answer) => ({
        '@type': 'Answer',
        url: address,
        text: answer.body,
        dateCreated: isoInstant(answer.at),
        author: {
          '@type': 'Person',
          name: answer.by,
          worksFor: {
            '@type': 'Organization',
            name: view.organisations[answer.organisation]?.name ?? answer.organisation,
          },
        },
      })),
    },
  };
}

/** An entry of the journal. */
export function entryData(
  view: CampaignView,
  entry: Entry,
  description: string,
  context: PageContext,
): LinkedData {
  const address = `${context.publicUrl}/c/${view.slug}/journal/${entry.slug}`;
  return {
    '@type': 'BlogPosting',
    '@id': address,
    url: address,
    mainEntityOfPage: address,
    headline: entry.title,
    description,
    inLanguage: entry.language,
    datePublished: isoInstant(entry.publishedAt ?? entry.changedAt),
    dateModified: isoInstant(entry.changedAt),
    author: { '@type': 'Person', name: entry.author },
    publisher: organisation(view.operator, view.operator.name),
    commentCount: entry.comments,
    about: { '@type': 'Project', '@id': `${context.publicUrl}/c/${view.slug}` },
  };
}

function organisation(one: OrganisationView | undefined, name: string) {
  const url = one?.url == null ? null : httpUrl(one.url);
  return {
    '@type': one?.kind === 'charity' ? 'NGO' : 'Organization',
    name,
    ...(url === null ? {} : { url }),
  };
}
