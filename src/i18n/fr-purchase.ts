/** Les mots de la page des achats. */
export const frPurchase = {
  'footer.purchases': 'Les achats, et mon ticket',
  'purchases.title': 'Les achats',
  'purchases.lead':
    'Ce qu’il faut acheter, ce que les achats ont déclenché jour par jour, et ce qu’a donné votre ticket de caisse.',
  'purchases.what': 'Ce qui compte',
  'purchases.full': 'Les promesses sont épuisées : un achat compte encore, mais ne déclenche plus de don.',
  'purchases.sum':
    '{n, plural, one {# don déclenché par un achat} many {# de dons déclenchés par des achats} other {# dons déclenchés par des achats}} : {units}',
  'purchases.check': 'Mon ticket a-t-il compté ?',
  'purchases.checkText':
    'Les magasins nous envoient leurs tickets, le plus souvent dans la nuit. Nous ne gardons ni nom, ni carte de fidélité : seulement une empreinte du numéro, que personne ne peut relire. Gardez votre ticket : lui seul mène à ce qu’il a donné.',
  'purchases.retailer': 'Enseigne',
  'purchases.number': 'Numéro du ticket, tel qu’imprimé',
  'purchases.look': 'Regarder',
  'purchases.numberMissing': 'Le numéro du ticket manque.',
  'purchases.numberLong': 'Ce numéro est trop long : 200 caractères au plus.',
  'purchases.unknown':
    'Ce ticket n’a rien déclenché, ou il n’est pas encore arrivé. Les tickets d’un jour arrivent le plus souvent la nuit suivante.',
  'purchases.counted': 'Ce ticket du {day} a déclenché {units}.',
  'purchases.none':
    'Ce ticket du {day} compte, mais il n’a rien déclenché de plus : les promesses étaient épuisées, ou tout a été rendu.',
  'purchases.pooled':
    'Les achats de ce magasin sont additionnés sur la journée : le ticket qui complète le compte déclenche le don.',
  'purchases.returned': 'Des produits ont été rendus ; retour aux promesses : {units}.',
  'purchases.act': 'Don n° {n} : {units}, écriture {leaf}',
  'purchases.due': 'dû à partir du {date}, si rien n’est rendu',
  'purchases.proof': 'La preuve',
  'purchases.days': 'Jour par jour',
  'purchases.daysNone': 'Aucun achat n’a encore été envoyé.',
  'purchases.day': 'Jour',
  'purchases.baskets': 'Tickets',
  'purchases.acts': 'Dons',
  'purchases.units': 'Donné',
  'purchases.privacy': 'Les chiffres publics sont par jour et par enseigne, jamais par ticket.',
} as const;
