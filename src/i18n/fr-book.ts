/** What a visitor can do, each in one line, and why the count may be believed. */
export const frBook = {
  'ways.relay': 'Écrivez un billet qui mène ici',
  'ways.purchase': 'Achetez ce que la campagne désigne',
  'ways.volunteering': 'Donnez une heure de votre temps',
  'ways.spent': 'plafond atteint',
  'true.title': 'Est-ce vrai ?',
  'true.lead':
    'Chaque don est une écriture d’un journal public, signé, où rien ne s’efface. Chacun peut le relire, tout recompter et comparer.',
  'true.log': 'Lire le journal public',
  'true.results': 'Voir les résultats jour par jour',
  'true.data': 'Prendre les données et recompter',
} as const;
