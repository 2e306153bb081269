import type { CampaignView } from '../../campaign/mod.ts';
import type { AppealCounts } from '../../evidence/mod.ts';
import { LabelSection } from '../label/label.tsx';
import { Impact, Rules } from '../parts/background.tsx';
import { CampaignFooter } from '../parts/campaign-footer.tsx';
import { factsOf } from '../parts/dialogue-facts.ts';
import { CampaignHead, sharePicture } from '../parts/head.tsx';
import { Hero, StateBanner } from '../parts/hero.tsx';
import { IsItTrue } from '../parts/is-it-true.tsx';
import { liveWords } from '../parts/live-words.ts';
import { inside, type PageContext, page, words } from '../parts/page.tsx';
import { Promises } from '../parts/promises.tsx';
import { TakePart } from '../parts/take-part.tsx';
import { type Wall, WallOfRelays } from '../parts/wall.tsx';
import { DialogueSection } from './dialogue-parts.tsx';

/** What people say about it: questions, listed reservations, the next meeting. */
type Talk = Omit<Parameters<typeof DialogueSection>[0], 'view' | 'context'>;

/**
 * The campaign, in the order of a visitor's questions: what is given and how much so far; what can I do; who pays, how
 * much, until when; is it true; who has relayed; what do critics say (docs/design.md).
 */
export function renderCampaign(
  view: CampaignView,
  wall: Wall,
  context: PageContext,
  appeals: AppealCounts | null = null,
  talk: Talk = { questions: [], reservations: [], meeting: null },
): string {
  const tr = words(context);
  const seen = wall.cards[0]?.number ?? 0;
  return page({
    context,
    title: `${tr.localised(view.title)} · ${view.charity.name}`,
    description: tr.localised(view.summary),
    aside: view.charity.name,
    picture: sharePicture(view, context),
    shared: { title: tr.localised(view.title), description: tr.localised(view.summary) },
    script: true,
    head: (
      <>
        <link rel="stylesheet" href={context.asset('book.css')} />
        <CampaignHead view={view} context={context} />
      </>
    ),
    footer: <CampaignFooter view={view} context={context} />,
    children: (
      <div
        class="campaign"
        data-events={`/c/${view.slug}/events${wall.newest ? `?after=${seen}` : ''}`}
        data-state={view.totals.state}
        data-relays={inside(context, '/relays/ID')}
        data-words={liveWords(view, context)}
      >
        <StateBanner view={view} context={context} />
        <Hero view={view} context={context} />
        <TakePart view={view} context={context} />
        <div class="wide payers">
          <LabelSection view={view} dialogue={factsOf(view, talk.questions, context.now)} context={context} />
          <Promises view={view} context={context} />
        </div>
        <IsItTrue view={view} context={context} />
        <WallOfRelays view={view} context={context} wall={wall} />
        <DialogueSection view={view} {...talk} context={context} />
        <Impact view={view} context={context} />
        <Rules view={view} context={context} appeals={appeals} />
      </div>
    ),
  });
}
