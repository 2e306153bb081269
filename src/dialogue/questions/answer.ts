import type { CampaignId, Id, Instant, Language } from '../../kernel/mod.ts';
import { putMail } from '../../notices/mod.ts';
import { type Actor, record } from '../../people/mod.ts';
import { writeAnswer } from '../answers.ts';
import { type QuestionHouse, type QuestionId, stopAddress } from './ask.ts';

/** Answers a question for an organisation, and tells whoever follows it, in one transaction. */
export async function answerQuestion(
  house: QuestionHouse,
  campaign: { readonly id: CampaignId; readonly slug: string },
  answer: {
    readonly question: QuestionId;
    readonly organisation: { readonly slug: string; readonly name: string };
    readonly body: string;
  },
  actor: Actor,
  now: Instant,
): Promise<'answered' | 'already' | 'unknown'> {
  const { random, words, publicUrl } = house;
  const { question, organisation, body } = answer;
  return house.db.transaction(async (tx) => {
    const known = await tx.rows(
      'SELECT id FROM question WHERE id = $1 AND campaign_id = $2 AND opened_at IS NOT NULL FOR UPDATE',
      [question, campaign.id],
    );
    if (known.length === 0) return 'unknown';
    // A form that is sent twice is one answer.
    const same = await tx.rows(
      'SELECT 1 FROM dialogue_answer WHERE about = $1 AND organisation = $2 AND body = $3',
      [question, organisation.slug, body],
    );
    if (same.length > 0) return 'already';
    const by = { organisation: organisation.slug, by: actor.name, account: actor.account ?? '', body };
    await writeAnswer(tx, campaign.id, question, by, random, now);
    const followers = await tx.rows<{ id: Id<'qfl'>; email: string; language: Language }>(
      'SELECT id, email, language FROM question_follow WHERE question_id = $1 AND confirmed_at IS NOT NULL AND email IS NOT NULL',
      [question],
    );
    const address = `${publicUrl}/c/${campaign.slug}/dialogue/questions/${question}`;
    for (const { id, email, language } of followers) {
      const stop = stopAddress(house, campaign.slug, id);
      const mail = words(language).answered({ organisation: organisation.name, address, stop });
      await putMail(tx, { to: email, relay: null, unsubscribe: stop, ...mail }, random, now);
    }
    await record(
      tx,
      actor,
      {
        action: 'question.answer',
        organisation: organisation.slug,
        campaign: campaign.slug,
        subject: question,
      },
      now,
    );
    return 'answered';
  });
}
