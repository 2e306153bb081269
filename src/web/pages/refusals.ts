import type { Context } from 'hono';
import { translator } from '../../i18n/mod.ts';
import { languageOf, pageHeaders, problem, wantsHtml } from '../answer.ts';
import type { IntakePage } from '../api/intake-answer.ts';
import type { Assets } from '../assets.ts';
import type { Services } from '../port.ts';
import { pageContext } from './context.ts';
import { renderRefusal } from './refusal.tsx';

/** Answers that say no: a page in the visitor's language for people, problem details for programs. */
export type Refusals = {
  readonly notFound: (c: Context) => Response;
  readonly notAllowed: (c: Context) => Response;
  readonly failed: (c: Context) => Response;
  /** A refusal by a receiver of claims, for somebody who used a form. */
  readonly intake: IntakePage;
};

const spoken = (c: Context) => ({
  'content-language': languageOf(c),
  vary: 'Accept, Accept-Language',
  'cache-control': 'no-store',
});

export function createRefusals(services: Services, assets: Assets): Refusals {
  const page = (c: Context, status: 400 | 404 | 405 | 500, title: string, sentence: string): Response => {
    const html = renderRefusal({ status, title, sentence }, pageContext(services, assets, c));
    const allow: Record<string, string> = status === 405 ? { allow: 'GET, HEAD' } : {};
    return new Response(html, { status, headers: { ...pageHeaders, ...spoken(c), ...allow } });
  };
  return {
    notFound: (c) => {
      if (!wantsHtml(c)) return problem(404, 'There is nothing at this address.');
      const { t } = translator(languageOf(c));
      return page(c, 404, t('refusal.notFound.title'), t('refusal.notFound.sentence'));
    },
    notAllowed: (c) => {
      if (!wantsHtml(c))
        return problem(405, 'This address can only be read (GET, HEAD).', { allow: 'GET, HEAD' });
      const { t } = translator(languageOf(c));
      return page(c, 405, t('refusal.notAllowed.title'), t('refusal.notAllowed.sentence'));
    },
    failed: (c) => {
      const { t } = translator(languageOf(c));
      return page(c, 500, t('refusal.failed.title'), t('refusal.failed.sentence'));
    },
    intake: (c, status, fault) => {
      const { t } = translator(languageOf(c));
      const html = renderRefusal(
        {
          status,
          title: t('refusal.intake.title'),
          sentence: t(`intake.${fault}`),
        },
        pageContext(services, assets, c),
      );
      // Not a bare Response: the receiver has set headers of its own (Allow, Retry-After).
      return c.body(html, status as 400, { ...pageHeaders, ...spoken(c) });
    },
  };
}
