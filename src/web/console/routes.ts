import type { Hono } from 'hono';
import type { Assets } from '../assets.ts';
import type { Refusals } from '../pages/refusals.ts';
import type { Services } from '../port.ts';
import { accountPages } from './account-routes.ts';
import { campaignPages } from './campaign-routes.ts';
import { charterPages } from './charter-routes.ts';
import { commentsDesk } from './comments-routes.ts';
import { dashboardPages } from './dashboard-routes.ts';
import { dialogueDeskPages } from './dialogue-routes.ts';
import { feedPages } from './feeds-routes.ts';
import { gatePages } from './gate-routes.ts';
import { createConsole } from './guard.ts';
import { journalDesk } from './journal-routes.ts';
import { keyPages } from './keys-routes.ts';
import { appealDesk } from './moderation-appeals-routes.ts';
import { moderationPages } from './moderation-routes.ts';
import { peoplePages } from './people-routes.ts';
import { settlementPages } from './settlement-routes.ts';
import { shiftPages } from './shifts-routes.ts';
import { signInPages } from './sign-in-routes.ts';
import { sitePages } from './sites-routes.ts';
import { ticketPages } from './tickets-routes.ts';
import { webhookPages } from './webhook-routes.ts';

/** The console: screens for operators, charities, partners, moderators and auditors. */
export function consolePages(services: Services, assets: Assets, refusals: Refusals): Hono {
  const desk = createConsole(services, assets, refusals);
  signInPages(services, assets, desk);
  accountPages(services, desk);
  peoplePages(services, desk);
  campaignPages(services, desk);
  charterPages(services, desk);
  gatePages(services, desk);
  dashboardPages(services, desk);
  moderationPages(services, desk);
  appealDesk(services, desk);
  journalDesk(services, desk);
  commentsDesk(services, desk);
  dialogueDeskPages(services, desk);
  sitePages(services, desk);
  feedPages(services, desk);
  settlementPages(services, desk);
  shiftPages(services, desk, assets);
  webhookPages(services, desk);
  ticketPages(services, desk);
  keyPages(services, desk);
  return desk.app;
}
