/** The demo's words for the terminal. */
export const words = {
  fr: {
    title: 'Relais — un billet, dix repas',
    page: 'La page de la campagne',
    honest: 'Des blogs publient et le disent eux-mêmes',
    bad: 'Et ceux-ci ne devraient pas compter',
    around: 'Et tout autour',
    scenes: {
      question: 'une question à Danone, et sa réponse',
      critic: 'une critique: comptée comme les autres, avec la réponse',
      journal: 'une page du journal, corrigée au grand jour, commentée',
      meeting: 'un dîner où l’on s’inscrit',
      shift: 'une collecte, trois bénévoles',
      purchases: 'un jour de caisses chez Carrefour',
    },
    console: 'La console, pour qui mène la campagne (lien à usage unique)',
    counted: 'compté',
    held: 'en attente d’un humain',
    refused: 'refusé',
    withdrawn: 'retiré',
    gone: 'disparu',
    meals: 'repas',
    summary: (relays: number, meals: string, refused: number, held: number) =>
      `${relays} relais comptés, ${meals} repas promis et donnés, ${refused} refusés, ${held} en attente d’un humain.`,
    agree: 'Les comptes sont justes: preuves = crédits = grand livre = journal.',
    wrong: 'Compte FAUX',
    stays: 'La page reste en ligne; Ctrl-C arrête tout.',
    shifted: 'Les dates de l’exemple sont passées: la démonstration les rapproche d’aujourd’hui.',
    afterwards: 'son auteur le retire',
  },
  en: {
    title: 'Relais — one post, ten meals',
    page: 'The campaign’s page',
    honest: 'Blogs publish, and say so by themselves',
    bad: 'And these should not count',
    around: 'And all around',
    scenes: {
      question: 'a question to Danone, and its answer',
      critic: 'a critic: counted like any other, with the answer',
      journal: 'a page of the journal, corrected in the open, commented',
      meeting: 'a dinner to which one signs up',
      shift: 'a collection, three volunteers',
      purchases: 'a day of tills at Carrefour',
    },
    console: 'The console, for whoever runs the campaign (works once)',
    counted: 'counted',
    held: 'held for a human',
    refused: 'refused',
    withdrawn: 'withdrawn',
    gone: 'gone',
    meals: 'meals',
    summary: (relays: number, meals: string, refused: number, held: number) =>
      `${relays} relays counted, ${meals} meals promised and given, ${refused} refused, ${held} held for a human.`,
    agree: 'The books agree: evidence = credits = ledger = log.',
    wrong: 'WRONG count',
    stays: 'The page stays up; Ctrl-C ends everything.',
    shifted: 'The example’s dates have passed: the demo moves them to today.',
    afterwards: 'its author takes it down',
  },
} as const;

export type DemoWords = (typeof words)[keyof typeof words];

/** French first; English where the terminal asks for it. */
export function demoLanguage(environment: Readonly<Record<string, string | undefined>>): keyof typeof words {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return locale.toLowerCase().startsWith('en') ? 'en' : 'fr';
}
