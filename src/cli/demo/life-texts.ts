/** Who plays in the demo, and what they say: in French, as the campaign does. */
export const cast = {
  operator: { name: 'Anna Ferrand', email: 'anna@example.org' },
  charity: { name: 'Ada Morel', email: 'ada@example.org' },
  partner: { name: 'Dan Petit', email: 'dan@example.org' },
} as const;

export const texts = {
  question: {
    name: 'Camille',
    email: 'camille@example.org',
    question: 'Pourquoi lier votre don à un nombre de billets, plutôt que de le faire tout de suite ?',
  },
  answer:
    'Une partie est acquise quoi qu’il arrive : 1 000 repas au moins. Le reste dépend de vous, parce que nous voulons aussi que l’on parle de l’association. Le plafond et la date de fin sont sur cette page, et chaque repas promis sera versé à la fin de chaque trimestre.',
  critic: {
    slug: 'dix-repas-et-apres',
    title: 'Dix repas, et après ?',
    author: 'Inès',
    paragraphs: [
      'Qu’un industriel donne des repas, tant mieux. Qu’il faille pour cela que nous parlions de lui me gêne davantage.',
      'Je participe quand même, parce que les repas sont réels et que les comptes sont ouverts. Mais je le dis.',
    ],
  },
  criticAnswer:
    'Vous avez raison de le dire, et votre billet compte comme les autres. Nous ne demandons pas de citer nos marques : le lien vers la campagne suffit.',
  journal: {
    entry: {
      title: 'Autour de la table, une première soirée',
      body: 'Nous étions **douze** au centre de Clichy, blogueuses, bénévoles et salariés, pour éplucher, goûter et parler de la suite.\n\n## Ce que nous avons appris\n\n- Une soupe pour quarante se prépare en une heure.\n- Les questions les plus franches sont venues des bénévoles.\n\nLe prochain rendez-vous est ouvert à tout le monde.',
      author: 'Anna, La Netscouade',
      language: 'fr',
      commentsOpen: true,
    },
    edited: {
      title: 'Autour de la table, une première soirée',
      body: 'Nous étions **treize** au centre de Clichy, blogueuses, bénévoles et salariés, pour éplucher, goûter et parler de la suite.\n\n## Ce que nous avons appris\n\n- Une soupe pour quarante se prépare en une heure.\n- Les questions les plus franches sont venues des bénévoles.\n\nLe prochain rendez-vous est ouvert à tout le monde.',
      author: 'Anna, La Netscouade',
      language: 'fr',
      commentsOpen: true,
    },
    note: 'Nous étions treize : merci à Marion, que nous avions oubliée.',
    comment: {
      name: 'Marion',
      email: 'marion@example.org',
      body: 'Merci pour la correction ! La soupe au panais était parfaite, je publie la recette demain.',
    },
  },
  meeting: {
    language: 'fr',
    title: 'Dîner ouvert : vos questions, nos comptes',
    agenda:
      '# Au menu\n\nUne soupe, puis **vos questions**, sans filtre : à l’association, à Danone et à Carrefour.\n\nLes notes seront publiées ici.',
    place: 'Centre des Restos du Cœur',
    address: '42 rue de Clichy, Paris',
    joinLink: null,
    capacity: 20,
    openTo: 'anybody',
  },
  guests: [
    { name: 'Camille', email: 'camille@example.org' },
    { name: 'Inès', email: 'ines@example.org' },
  ],
  shift: {
    kind: 'collection',
    title: 'Collecte du samedi',
    details: 'Accueillir les clients, recevoir leurs dons, trier et charger le camion.',
    place: 'Carrefour Part-Dieu',
    address: '17 rue du Docteur Bouchut, Lyon',
    link: null,
    minimumAge: null,
    contact: 'Ada, coordination : 06 00 00 00 00',
    roles: [
      { name: 'Accueil', capacity: 4 },
      { name: 'Tri et chargement', capacity: 3 },
    ],
  },
  volunteers: [
    { name: 'Zoé', email: 'zoe@example.org', role: '0' },
    { name: 'Karim', email: 'karim@example.org', role: '1' },
    { name: 'Paul', email: 'paul@example.org', role: '0' },
  ],
} as const;
