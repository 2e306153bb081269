import { frAccess } from './fr-access.ts';
import { frBook } from './fr-book.ts';
import { frConsole } from './fr-console.ts';
import { frDashboard } from './fr-dashboard.ts';
import { frData } from './fr-data.ts';
import { frDialogue } from './fr-dialogue.ts';
import { frEdit } from './fr-edit.ts';
import { frFediverse } from './fr-fediverse.ts';
import { frJournal } from './fr-journal.ts';
import { frKeys } from './fr-keys.ts';
import { frLabel } from './fr-label.ts';
import { frMeetings } from './fr-meetings.ts';
import { frModeration } from './fr-moderation.ts';
import { frNotices } from './fr-notices.ts';
import { frProof } from './fr-proof.ts';
import { frPurchase } from './fr-purchase.ts';
import { frReach } from './fr-reach.ts';
import { frRefusal } from './fr-refusal.ts';
import { frRelay } from './fr-relay.ts';
import { frResults } from './fr-results.ts';
import { frSettlement } from './fr-settlement.ts';
import { frVolunteer } from './fr-volunteer.ts';

/**
 * The contract of all words: what is here must be in every other language. Spaces before `; ! ? :` and inside « » are
 * written as ordinary ones and made unbreakable when read (`frenchSpaces`). Plurals need one, many and other.
 */
export const fr = {
  'time.at': '{date} à {time}',
  skip: 'Aller au contenu',
  'masthead.tagline': 'Un billet, dix repas, comptés un par un',
  'footer.title': 'Pour vérifier par vous-même',
  'footer.home': 'Toutes les campagnes',
  'footer.promises': 'Les promesses en entier',
  'footer.api': 'API ouverte',
  'footer.atom': 'Flux Atom',
  'footer.json': 'Flux JSON',
  'footer.privacy': 'Aucun cookie, aucun traceur, aucune police venue d’ailleurs.',
  'footer.operator': 'Campagne menée ici par {name}.',

  'home.title': 'Un billet, et la table s’allonge',
  'home.lead':
    'Des partenaires promettent un don pour chaque billet qui parle d’une campagne. Relais lit le billet, vérifie le lien, compte le don et montre le total, promesse par promesse.',
  'home.campaigns': 'Les campagnes',
  'home.none': 'Aucune campagne pour l’instant. La première apparaîtra ici.',
  'home.see': 'Voir la campagne',
  'home.how': 'Comment c’est compté',
  'home.how1': 'Vous publiez un billet qui contient un lien vers la campagne, en bien ou en mal.',
  'home.how2': 'Nous lisons le billet et vérifions que le lien y est.',
  'home.how3': 'Le don est inscrit, une seule fois, dans la limite de ce que chaque partenaire a promis.',

  'state.announced': 'Annoncée',
  'state.open': 'Ouverte',
  'state.closed': 'Terminée',
  'state.settled': 'Réglée',
  'banner.announced': 'La campagne ouvre le {date}. Les billets comptent à partir de là.',
  'banner.open': 'La campagne est ouverte jusqu’au {date}.',
  'banner.closed':
    'La campagne s’est terminée le {date}. Les derniers billets sont vérifiés, puis les partenaires règlent.',
  'banner.settled': 'La campagne est terminée et les partenaires ont réglé ce qu’ils devaient.',
  'banner.exhausted':
    'Tous les plafonds sont atteints : un billet ne déclenche plus de don. Les billets restent lus, comptés et affichés.',
  'banner.noPledge': 'Aucune promesse ne porte sur les billets dans cette campagne.',

  'campaign.already': 'Déjà',
  'campaign.soFar': 'À ce jour',
  'campaign.for': 'pour {charity}',
  'campaign.value': 'soit {money}',
  'campaign.valueRate': '1 {unit} = {money} au {date}, selon',
  'campaign.relays':
    '{n, plural, one {# billet relayé} many {# de billets relayés} other {# billets relayés}}',
  'campaign.checking':
    '{n, plural, one {# en cours de vérification} many {# en cours de vérification} other {# en cours de vérification}}',
  'campaign.purchases':
    '{n, plural, one {# achat compté} many {# d’achats comptés} other {# achats comptés}}',
  'campaign.volunteers':
    '{n, plural, one {# présence bénévole} many {# de présences bénévoles} other {# présences bénévoles}}',
  'campaign.milestone': 'Encore {left} avant le palier de {goal}',
  'campaign.toCap': 'Encore {left} à déclencher, sur {goal} promis en tout',
  'campaign.full': 'Tout ce qui était promis a été déclenché.',

  'live.pause': 'Suspendre le direct',
  'live.resume': 'Reprendre le direct',
  'live.status': '{units}, {relays}.',

  'menu.title': 'La carte',
  'menu.gives': 'Un billet donne {units}',
  'menu.givesNow': 'Un billet donne {units} en ce moment',
  'menu.givesNothing': 'Un billet ne déclenche plus de don',
  'menu.wouldGive': 'Un billet donnera {units}',
  'menu.gave': 'Un billet donnait {units}',
  'menu.window': 'du {opens} au {closes}, heure de Paris',
  'menu.free': 'Vous ne payez rien. Le don est celui des partenaires.',
  'menu.more': 'Les promesses en entier',

  'pledge.relay': 'par billet',
  'pledge.purchase': 'par achat',
  'pledge.for.mention': 'par message court',
  'pledge.for.share': 'par partage',
  'pledge.for.illustration': 'par dessin',
  'pledge.for.featured': 'par billet choisi par la campagne',
  'pledge.for.referral': 'de plus quand on vient par le billet d’un autre',
  'pledge.capped.other': 'Plafond atteint : {partner} ne donne plus {what}.',
  'pledge.volunteering': 'par heure de bénévolat',
  'pledge.capped.relay': 'Plafond atteint : un billet ne déclenche plus de don de {partner}.',
  'pledge.capped.purchase': 'Plafond atteint : un achat ne déclenche plus de don de {partner}.',
  'pledge.capped.volunteering':
    'Plafond atteint : une heure de bénévolat ne déclenche plus de don de {partner}.',
  'pledge.cap': 'au plus {units}',
  'pledge.minimum': 'minimum garanti : {units}',
  'pledge.noMinimum': 'aucun minimum garanti',
  'mechanic.relay': 'Pour vos billets',
  'mechanic.purchase': 'Pour les achats',
  'mechanic.volunteering': 'Pour le bénévolat',
  'promises.title': 'Qui donne quoi',
  'promises.lead': 'Chaque promesse a un plafond. La barre montre ce qui est déjà déclenché.',

  'part.title': 'Mettre un couvert de plus',
  'part.step1': 'Écrivez ce que vous en pensez',
  'part.step1Text':
    'Un billet sur votre blog, à votre façon. Un billet critique compte comme un autre : nous vérifions le lien, pas l’opinion.',
  'part.step2': 'Mettez-y le lien vers cette page',
  'part.step2Text': 'Dans le texte du billet, pas dans un commentaire. L’adresse à copier :',
  'part.address': 'Adresse de la campagne',
  'part.copy': 'Copier',
  'part.copied': 'Copié',
  'part.step3': 'Publiez, c’est tout',
  'part.step3Text':
    'WordPress et Ghost nous préviennent d’eux-mêmes. Avec un autre outil, donnez-nous l’adresse du billet :',
  'part.url': 'Adresse de votre billet',
  'part.send': 'Faire compter ce billet',
  'part.closed': 'La campagne est terminée : un nouveau billet ne serait plus compté.',
  'part.announced': 'Les billets comptent à partir du {date}. Avant cela, un billet ne serait pas compté.',
  'part.exhausted':
    'Un billet ne déclenche plus de don, les plafonds étant atteints. Il sera quand même lu et affiché ici.',

  'wall.title': 'Les billets relayés',
  'wall.lead': 'Les plus récents d’abord. Chaque ligne mène au billet et au détail de son décompte.',
  'wall.empty': 'Personne n’est encore à table. Le premier billet compté s’affichera ici.',
  'wall.detail': 'voir le détail',
  'wall.detailOf': 'voir le détail du décompte de « {title} »',
  'wall.older': 'Billets plus anciens',
  'wall.newest': 'Revenir aux plus récents',
  'wall.by': 'par {author}',
  'wall.noGift': 'sans don',

  'impact.title': 'À quoi cela sert',
  'impact.asOf': 'au {date}',
  'impact.more': '{n} de plus que l’année d’avant ({previous})',
  'impact.less': '{n} de moins que l’année d’avant ({previous})',
  'impact.same': 'autant que l’année d’avant',
  'impact.source': 'source : {host}',
  'programmes.title': 'L’association fait aussi',

  'rules.title': 'Les règles, en clair',
  'rules.perSite':
    '{n, plural, one {Un billet compté par site.} many {Jusqu’à # de billets comptés par site.} other {Jusqu’à # billets comptés par site.}}',
  'rules.perSiteNone': 'Tous les billets d’un même site comptent, chacun une fois.',
  'rules.review.none':
    'La vérification est automatique. En cas de doute, une personne regarde ; personne n’est écarté en silence.',
  'rules.review.first':
    'Le premier billet d’un site est regardé par une personne, les suivants sont vérifiés automatiquement.',
  'rules.review.all': 'Chaque billet est regardé par une personne avant d’être compté.',
  'rules.recheck':
    '{n, plural, one {Chaque billet compté est relu un jour plus tard.} many {Chaque billet compté est relu # de jours plus tard.} other {Chaque billet compté est relu # jours plus tard.}}',
  'rules.onRemoval.keep':
    'Si le lien disparaît ensuite, cela se voit sur la page du billet, et le don reste acquis.',
  'rules.onRemoval.reverse':
    'Si le lien disparaît ensuite, le don est repris par une écriture visible, jamais effacé.',
  'rules.criticism': 'Aucun billet n’est écarté pour ce qu’il dit de la campagne ou de ses partenaires.',

  'partners.title': 'Les promesses en entier',
  'partners.lead':
    'Ce que chaque partenaire s’engage à donner à {charity}, dans quelles limites, et où il en est.',
  'partners.sentence.relay':
    '{partner} promet {units} pour chaque billet vérifié, jusqu’à {cap} en tout, du {opens} au {closes}.',
  'partners.sentence.purchase':
    '{partner} promet {units} pour chaque achat vérifié, jusqu’à {cap} en tout, du {opens} au {closes}.',
  'partners.sentence.volunteering':
    '{partner} promet {units} pour chaque heure de bénévolat vérifiée, jusqu’à {cap} en tout, du {opens} au {closes}.',
  'partners.sentence.for.mention':
    '{partner} promet {units} pour chaque message court vérifié, jusqu’à {cap} en tout, du {opens} au {closes}.',
  'partners.sentence.for.share':
    '{partner} promet {units} pour chaque partage vérifié, jusqu’à {cap} en tout, du {opens} au {closes}.',
  'partners.sentence.for.illustration':
    '{partner} promet {units} pour chaque dessin vérifié, jusqu’à {cap} en tout, du {opens} au {closes}.',
  'partners.sentence.for.featured':
    '{partner} promet {units} pour chaque billet choisi par la campagne, jusqu’à {cap} en tout, du {opens} au {closes}.',
  'partners.sentence.for.referral':
    '{partner} promet {units} de plus quand on vient par le billet d’un autre, jusqu’à {cap} en tout, du {opens} au {closes}.',
  'partners.rate': 'Don par acte',
  'partners.cap': 'Plafond',
  'partners.minimum': 'Minimum garanti',
  'partners.window': 'Période',
  'partners.windowText': 'du {opens} au {closes}, heure de Paris',
  'partners.granted': 'Déjà déclenché',
  'partners.remaining': 'Reste à déclencher',
  'partners.terms': 'Conditions',
  'partners.termsVersion': 'version {n}',
  'partners.atCap': 'Au plafond',
  'partners.atCapText': 'Un acte de plus est compté et affiché, mais ne déclenche plus de don de {partner}.',
  'partners.money': '{units}, soit {money}',
  'partners.unit': 'Ce que vaut une unité',
  'partners.unitNone': 'Aucun équivalent en argent n’a été publié pour cette unité.',
  'partners.estimate': 'Les sommes de cette page sont calculées avec cet équivalent.',
  'partners.charter': 'L’accord de l’association',
  'partners.charterText': 'La charte du partenariat a été signée par {name} le {date}.',
  'partners.charterNone': 'La charte du partenariat n’est pas encore signée.',
  'partners.tax': 'Et les impôts ?',
  'partners.taxText':
    'Le don est celui du partenaire : participer n’ouvre droit à aucune réduction d’impôt pour vous.',
  'partners.unknown': 'Ce qui n’est pas déclaré ici',
  'partners.unknownText':
    'Les frais de la campagne, la date de versement et le traitement fiscal du don chez chaque partenaire n’ont pas été publiés par l’opérateur.',
  'partners.who': 'Qui est qui',
  'role.charity': 'association',
  'role.partner': 'partenaire',
  'role.agency': 'agence',
  'role.retailer': 'enseigne',
  'role.operator': 'opérateur',

  'api.title': 'API ouverte',
  'api.lead':
    'Tout ce que la page montre se lit aussi par programme, sans clé et sans compte, sauf indication contraire.',
  'api.document': 'Le document OpenAPI',
  'api.parameters': 'Paramètres',
  'api.answers': 'Réponses',
  'api.required': 'obligatoire',
  'embed.see': 'Faire compter un billet',
  'embed.capped': 'Plafonds atteints : un billet ne déclenche plus de don.',
  'badge.soon': 'bientôt',
  'badge.capped': 'plafond atteint',
  'picture.announced': 'Ouvre le {date}',
  'picture.over': 'campagne terminée',
  'picture.capped': 'plafonds atteints',
  'picture.alt': '{title} : {units} pour {charity}',
  'embed.partners': 'Promis par {partners}',
  ...frAccess,
  ...frBook,
  ...frConsole,
  ...frDashboard,
  ...frData,
  ...frDialogue,
  ...frEdit,
  ...frFediverse,
  ...frJournal,
  ...frLabel,
  ...frMeetings,
  ...frModeration,
  ...frKeys,
  ...frResults,
  ...frNotices,
  ...frProof,
  ...frPurchase,
  ...frReach,
  ...frRefusal,
  ...frRelay,
  ...frSettlement,
  ...frVolunteer,
} as const;

export type MessageKey = keyof typeof fr;
