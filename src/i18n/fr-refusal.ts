/** Words of pages that say no, and why a typed address is not taken. */
export const frRefusal = {
  'refusal.home': 'Revenir à l’accueil',
  'refusal.notFound.title': 'Il n’y a rien à cette adresse',
  'refusal.notFound.sentence': 'La page a peut-être changé de nom, ou l’adresse a perdu un morceau en route.',
  'refusal.notAllowed.title': 'Cette page ne fait que se lire',
  'refusal.notAllowed.sentence': 'Cette adresse ne prend pas d’envoi de formulaire.',
  'refusal.failed.title': 'Quelque chose a cassé chez nous',
  'refusal.failed.sentence':
    'Ce n’est pas votre faute. Ce qui était déjà compté le reste ; réessayez dans un instant.',
  'refusal.intake.title': 'Nous n’avons pas pu prendre cette adresse',
  'intake.source_missing': 'L’adresse du billet manque.',
  'intake.target_missing': 'L’adresse de la campagne manque.',
  'intake.source_invalid':
    'Ce n’est pas une adresse complète. Copiez celle du billet depuis la barre du navigateur : elle commence par https://.',
  'intake.target_invalid': 'L’adresse de la campagne n’est pas une adresse complète.',
  'intake.source_is_target': 'C’est l’adresse de la campagne elle-même ; il nous faut celle de votre billet.',
  'intake.target_not_ours': 'Cette page de campagne n’est pas de ce site.',
  'intake.target_unknown': 'Il n’y a pas de campagne à cette adresse.',
  'intake.same_site': 'C’est une page de notre propre site ; il nous faut l’adresse de votre billet.',
  'intake.method_not_allowed': 'Cette adresse ne prend que des envois de formulaire.',
  'intake.content_not_form': 'L’envoi n’a pas la forme d’un formulaire.',
  'intake.content_not_form_or_json': 'L’envoi n’a la forme ni d’un formulaire ni d’un document JSON.',
  'intake.body_too_large': 'L’envoi est trop long : une adresse suffit.',
  'intake.body_not_utf8': 'L’envoi n’est pas un texte lisible.',
  'intake.body_timeout': 'L’envoi n’est pas arrivé à temps. Réessayez.',
  'intake.body_broken': 'L’envoi s’est interrompu en route. Réessayez.',
  'intake.form_malformed': 'L’adresse contient un codage abîmé. Copiez-la à nouveau depuis votre navigateur.',
  'intake.json_malformed': 'Le document JSON doit donner l’adresse du billet sous le nom url.',
  'intake.source_repeated': 'L’adresse du billet est donnée plusieurs fois.',
  'intake.target_repeated': 'L’adresse de la campagne est donnée plusieurs fois.',
  'intake.email_invalid':
    'L’adresse électronique n’en est pas une. Corrigez-la, ou laissez le champ vide : il est facultatif.',
  'intake.unavailable':
    'Nous n’avons pas pu l’enregistrer à l’instant. Envoyez-la de nouveau dans une minute.',
} as const;
