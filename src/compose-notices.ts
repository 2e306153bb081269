import type { House, OnError } from './compose-services.ts';
import type { Config } from './config.ts';
import { type RelayReason, relayReasons } from './domain/mod.ts';
import { guardedPost } from './evidence/mod.ts';
import { translator } from './i18n/mod.ts';
import type { Mailer } from './mail/mod.ts';
import { keepTelling, type NoticeWords } from './notices/mod.ts';

/** How long a receiver of webhooks may take to answer. */
const webhook_timeout_ms = 15_000;

/** The words of notices in the languages of the interface. */
export const noticeWords: NoticeWords = (language) => {
  const tr = translator(language);
  const { t } = tr;
  return {
    confirm: (about) => ({ subject: t('mail.confirm.subject'), text: t('mail.confirm.text', about) }),
    relay: (news) => {
      const { kind, source, units } = news;
      const values = {
        source,
        campaign: tr.localised(news.campaign),
        units: `${tr.number(units)} ${tr.unitName(news.unitNames, units)}`,
        partners: news.partners.join(', '),
        reason: isReason(news.reason) ? t(`reason.${news.reason}`) : '–',
      };
      const key =
        kind === 'counted' && units === 0 ? 'mail.relay.countedNothing' : (`mail.relay.${kind}` as const);
      return {
        subject: t(`mail.relay.subject.${kind}`),
        text: [
          t(key, values),
          t('mail.relay.more', { address: news.address }),
          t('mail.relay.stop', { address: news.unsubscribe }),
        ].join('\n\n'),
      };
    },
    cap: (about) => ({
      subject: t('mail.cap.subject', { percent: about.percent, partner: about.partner }),
      text: t('mail.cap.text', {
        ...about,
        campaign: tr.localised(about.campaign),
        granted: tr.number(about.granted),
        cap: tr.number(about.cap),
        end: t(about.percent === 100 ? 'mail.cap.reached' : 'mail.cap.notYet'),
      }),
    }),
    endpointOff: (about) => ({
      subject: t('mail.endpointOff.subject', { host: about.host }),
      text: t(`mail.endpointOff.${about.why}`, {
        campaign: tr.localised(about.campaign),
        host: about.host,
        address: about.address,
      }),
    }),
    digest: (about) => ({
      subject: t('mail.digest.subject', { campaign: tr.localised(about.campaign) }),
      text: t('mail.digest.text', {
        counted: about.counted,
        refused: about.refused,
        held: tr.number(about.held),
        appeals: about.appeals,
        caps: about.nearCaps.map((one) => t('mail.digest.cap', one)).join(''),
        failing: about.failing.map((host) => t('mail.digest.failing', { host })).join(''),
        address: about.address,
      }),
    }),
  };
};

function isReason(text: string | null): text is RelayReason {
  return text !== null && (relayReasons as readonly string[]).includes(text);
}

/** Notices and webhooks: whoever does the work also tells. */
export function startNotices(config: Config, house: House, mailer: Mailer, onError: OnError) {
  return keepTelling({
    ...house,
    mailer,
    words: noticeWords,
    publicUrl: config.publicUrl.href.replace(/\/$/, ''),
    publicHost: config.publicUrl.hostname,
    userAgent: `Relais/0.1 (+${config.publicUrl.href})`,
    send: (to, message) =>
      guardedPost(to, message, { allow: config.fetchAllow, timeout_ms: webhook_timeout_ms }),
    onError,
  });
}
