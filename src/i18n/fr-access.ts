/** Les mots de la déclaration d’accessibilité, dans la forme que demande le RGAA 4.1. */
export const frAccess = {
  named: '{name} :',
  'footer.accessibility': 'Accessibilité : non conforme',
  'privacy.sso':
    'Les personnes qui travaillent dans la console peuvent se connecter par {name}, qui apprend alors quand elles viennent.',
  'access.title': 'Déclaration d’accessibilité',
  'access.lead':
    'Tout le monde doit pouvoir relayer, vérifier et questionner une campagne. Voici ce qui est fait pour cela, ce qui a été vérifié, et ce que nous ne savons pas.',
  'access.who':
    'Qui mène une campagne ici s’engage à rendre ses services accessibles, conformément à l’article 47 de la loi n° 2005-102 du 11 février 2005. Cette déclaration s’applique à {host}.',
  'access.state': 'État de conformité',
  'access.stateText':
    '{host} est non conforme avec le référentiel général d’amélioration de l’accessibilité (RGAA), version 4.1 : aucun audit n’a encore été mené par une personne sur cette installation, et le RGAA ne connaît pas de conformité sans audit. Les pages sont construites pour les règles WCAG 2.2, niveaux A et AA.',
  'access.results': 'Résultats des tests',
  'access.resultsText':
    'Ces vérifications sont automatiques et refaites à chaque version du logiciel, dans un vrai navigateur, sur toutes les pages publiques :',
  'access.axe':
    'les règles d’axe-core pour WCAG 2.0, 2.1 et 2.2, niveaux A et AA : aucune violation, en français et en anglais, en clair et en sombre ;',
  'access.zoom':
    'l’agrandissement à 400 % (320 pixels de large) : la lecture ne demande jamais de défiler dans les deux sens ;',
  'access.keyboard':
    'le clavier, sur la page de campagne et une page de formulaire : lien d’évitement, chaque commande atteinte, visible et jamais recouverte, aucun piège ;',
  'access.motion':
    'les chiffres en direct : annoncés une fois par minute au plus, que l’on peut arrêter, sans animation pour qui n’en veut pas ;',
  'access.script': 'l’essentiel sans JavaScript : lire, déclarer un billet, poser une question.',
  'access.limits':
    'Ces outils trouvent une partie seulement des obstacles : ils ne disent pas si un texte est clair ni si un lecteur d’écran rend bien la page.',
  'access.gaps': 'Contenus non accessibles',
  'access.unknown': 'Ce que nous n’avons pas vérifié',
  'access.unknown1':
    'l’usage avec des lecteurs d’écran (NVDA, JAWS, VoiceOver, TalkBack), des loupes et la commande vocale ;',
  'access.unknown2':
    'les images et les textes que les rédacteurs du journal ajoutent : le logiciel demande une description, il ne la juge pas ;',
  'access.unknown3':
    'les relevés en PDF : ils sont balisés, mais n’ont pas été contrôlés avec des technologies d’assistance.',
  'access.exempt': 'Contenus non soumis à l’obligation',
  'access.exemptText': 'Les billets relayés sont des pages d’autres personnes, chez elles.',
  'access.made': 'Établissement de cette déclaration',
  'access.madeText':
    'Elle est écrite avec le logiciel, d’après ses tests du 23 novembre 2026, et vaut tant qu’un audit ne l’a pas remplacée.',
  'access.tools': 'Technologies : HTML, CSS, SVG, WAI-ARIA ; JavaScript en complément.',
  'access.used': 'Outils de vérification : axe-core et un navigateur Chromium conduit par programme.',
  'access.pages': 'Pages vérifiées : toutes les pages publiques.',
  'access.contact': 'Retour d’information et contact',
  'access.contactText':
    'Si vous n’arrivez pas à accéder à un contenu ou à un service, écrivez-nous : nous vous dirons où le trouver autrement, ou vous l’enverrons sous une autre forme.',
  'access.noContact':
    'Aucune adresse n’est encore réglée sur cette installation ; adressez-vous à l’organisation qui mène la campagne :',
  'access.remedy': 'Voies de recours',
  'access.remedyText':
    'Cette procédure est à utiliser si vous avez signalé un défaut qui vous empêche d’accéder à un contenu ou à un service, et n’avez pas obtenu de réponse satisfaisante. Vous pouvez :',
  'access.remedy1': 'écrire un message au Défenseur des droits (formulaire.defenseurdesdroits.fr) ;',
  'access.remedy2': 'contacter le délégué du Défenseur des droits dans votre région ;',
  'access.remedy3':
    'envoyer un courrier, gratuitement et sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.',
} as const;
