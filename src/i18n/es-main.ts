import type { MessageKey } from './fr.ts';

/** The words of the first pages: campaigns, promises, badge, cards. */
export const esMain = {
  'time.at': '{date} a las {time}',
  skip: 'Ir al contenido',
  'masthead.tagline': 'Una entrada, diez comidas, contadas una a una',
  'footer.title': 'Para comprobarlo por ti mismo',
  'footer.home': 'Todas las campañas',
  'footer.promises': 'Las promesas al completo',
  'footer.api': 'API abierta',
  'footer.atom': 'Canal Atom',
  'footer.json': 'Canal JSON',
  'footer.privacy': 'Ninguna cookie, ningún rastreador, ninguna letra traída de fuera.',
  'footer.operator': 'Campaña llevada aquí por {name}.',

  'home.title': 'Una entrada, y la mesa se alarga',
  'home.lead':
    'Unos socios prometen una donación por cada entrada que hable de una campaña. Relais lee la entrada, comprueba el enlace, cuenta la donación y muestra el total, promesa a promesa.',
  'home.campaigns': 'Las campañas',
  'home.none': 'Ninguna campaña por ahora. La primera aparecerá aquí.',
  'home.see': 'Ver la campaña',
  'home.how': 'Cómo se cuenta',
  'home.how1': 'Publicas una entrada con un enlace a la campaña, a favor o en contra.',
  'home.how2': 'Leemos la entrada y comprobamos que el enlace está.',
  'home.how3': 'La donación se anota, una sola vez, hasta donde cada socio haya prometido.',

  'state.announced': 'Anunciada',
  'state.open': 'Abierta',
  'state.closed': 'Terminada',
  'state.settled': 'Liquidada',
  'banner.announced': 'La campaña se abre el {date}. Las entradas cuentan a partir de entonces.',
  'banner.open': 'La campaña está abierta hasta el {date}.',
  'banner.closed':
    'La campaña terminó el {date}. Se comprueban las últimas entradas y después pagan los socios.',
  'banner.settled': 'La campaña ha terminado y los socios han pagado lo que debían.',
  'banner.exhausted':
    'Se han alcanzado todos los topes: una entrada ya no da lugar a donación. Las entradas se siguen leyendo, contando y mostrando.',
  'banner.noPledge': 'En esta campaña ninguna promesa se refiere a las entradas.',

  'campaign.already': 'Ya',
  'campaign.soFar': 'Hasta hoy',
  'campaign.for': 'para {charity}',
  'campaign.value': 'es decir, {money}',
  'campaign.valueRate': '1 {unit} = {money} a {date}, según',
  'campaign.relays':
    '{n, plural, one {# entrada difundida} many {# de entradas difundidas} other {# entradas difundidas}}',
  'campaign.checking':
    '{n, plural, one {# en comprobación} many {# en comprobación} other {# en comprobación}}',
  'campaign.purchases':
    '{n, plural, one {# compra contada} many {# de compras contadas} other {# compras contadas}}',
  'campaign.volunteers':
    '{n, plural, one {# presencia voluntaria} many {# de presencias voluntarias} other {# presencias voluntarias}}',
  'campaign.milestone': 'Faltan {left} para llegar a {goal}',
  'campaign.toCap': 'Quedan {left} por conseguir, de {goal} prometidas en total',
  'campaign.full': 'Se ha conseguido todo lo prometido.',

  'live.pause': 'Parar el directo',
  'live.resume': 'Seguir el directo',
  'live.status': '{units}, {relays}.',

  'menu.title': 'La carta',
  'menu.gives': 'Una entrada da {units}',
  'menu.givesNow': 'Una entrada da {units} en este momento',
  'menu.givesNothing': 'Una entrada ya no da lugar a donación',
  'menu.wouldGive': 'Una entrada dará {units}',
  'menu.gave': 'Una entrada daba {units}',
  'menu.window': 'del {opens} al {closes}, hora de París',
  'menu.free': 'No pagas nada. La donación es de los socios.',
  'menu.more': 'Las promesas al completo',

  'pledge.relay': 'por entrada',
  'pledge.purchase': 'por compra',
  'pledge.for.mention': 'por mensaje corto',
  'pledge.for.share': 'por mensaje compartido',
  'pledge.for.illustration': 'por dibujo',
  'pledge.for.featured': 'por entrada elegida por la campaña',
  'pledge.for.referral': 'más cuando se llega por la entrada de otro',
  'pledge.capped.other': 'Tope alcanzado: {partner} ya no da {what}.',
  'pledge.volunteering': 'por hora de voluntariado',
  'pledge.capped.relay': 'Tope alcanzado: una entrada ya no da lugar a donación de {partner}.',
  'pledge.capped.purchase': 'Tope alcanzado: una compra ya no da lugar a donación de {partner}.',
  'pledge.capped.volunteering':
    'Tope alcanzado: una hora de voluntariado ya no da lugar a donación de {partner}.',
  'pledge.cap': 'como mucho {units}',
  'pledge.minimum': 'mínimo garantizado: {units}',
  'pledge.noMinimum': 'sin mínimo garantizado',
  'mechanic.relay': 'Por tus entradas',
  'mechanic.purchase': 'Por las compras',
  'mechanic.volunteering': 'Por el voluntariado',
  'promises.title': 'Quién da qué',
  'promises.lead': 'Cada promesa tiene un tope. La barra muestra lo que ya se ha conseguido.',

  'part.title': 'Poner un cubierto más',
  'part.step1': 'Escribe lo que piensas',
  'part.step1Text':
    'Una entrada en tu blog, a tu manera. Una entrada crítica cuenta como cualquier otra: comprobamos el enlace, no la opinión.',
  'part.step2': 'Pon el enlace a esta página',
  'part.step2Text': 'En el texto de la entrada, no en un comentario. La dirección que hay que copiar:',
  'part.address': 'Dirección de la campaña',
  'part.copy': 'Copiar',
  'part.copied': 'Copiada',
  'part.step3': 'Publica, y ya está',
  'part.step3Text':
    'WordPress y Ghost nos avisan por sí solos. Con otra herramienta, danos la dirección de la entrada:',
  'part.url': 'Dirección de tu entrada',
  'part.send': 'Que cuente esta entrada',
  'part.closed': 'La campaña ha terminado: una entrada nueva ya no contaría.',
  'part.announced': 'Las entradas cuentan a partir del {date}. Antes, una entrada no contaría.',
  'part.exhausted':
    'Una entrada ya no da lugar a donación, porque se han alcanzado los topes. Aun así se leerá y se mostrará aquí.',

  'wall.title': 'Las entradas difundidas',
  'wall.lead': 'Primero las más recientes. Cada línea lleva a la entrada y al detalle de su cuenta.',
  'wall.empty': 'Todavía no hay nadie a la mesa. La primera entrada contada aparecerá aquí.',
  'wall.detail': 'ver el detalle',
  'wall.detailOf': 'ver el detalle de la cuenta de «{title}»',
  'wall.older': 'Entradas más antiguas',
  'wall.newest': 'Volver a las más recientes',
  'wall.by': 'por {author}',
  'wall.noGift': 'sin donación',

  'impact.title': 'Para qué sirve',
  'impact.asOf': 'a {date}',
  'impact.more': '{n} más que el año anterior ({previous})',
  'impact.less': '{n} menos que el año anterior ({previous})',
  'impact.same': 'lo mismo que el año anterior',
  'impact.source': 'fuente: {host}',
  'programmes.title': 'La asociación también hace',

  'rules.title': 'Las reglas, en claro',
  'rules.perSite':
    '{n, plural, one {Una entrada contada por sitio.} many {Hasta # de entradas contadas por sitio.} other {Hasta # entradas contadas por sitio.}}',
  'rules.perSiteNone': 'Todas las entradas de un mismo sitio cuentan, una vez cada una.',
  'rules.review.none':
    'La comprobación es automática. En caso de duda, mira una persona; a nadie se le aparta en silencio.',
  'rules.review.first':
    'La primera entrada de un sitio la mira una persona, las siguientes se comprueban automáticamente.',
  'rules.review.all': 'Una persona mira cada entrada antes de que cuente.',
  'rules.recheck':
    '{n, plural, one {Cada entrada contada se vuelve a leer un día después.} many {Cada entrada contada se vuelve a leer # de días después.} other {Cada entrada contada se vuelve a leer # días después.}}',
  'rules.onRemoval.keep':
    'Si después desaparece el enlace, se ve en la página de la entrada, y la donación se mantiene.',
  'rules.onRemoval.reverse':
    'Si después desaparece el enlace, la donación se retira con un asiento visible, nunca se borra.',
  'rules.criticism': 'Ninguna entrada se descarta por lo que diga de la campaña o de sus socios.',

  'partners.title': 'Las promesas al completo',
  'partners.lead': 'Lo que cada socio se compromete a dar a {charity}, con qué límites, y por dónde va.',
  'partners.sentence.relay':
    '{partner} promete {units} por cada entrada comprobada, hasta {cap} en total, del {opens} al {closes}.',
  'partners.sentence.purchase':
    '{partner} promete {units} por cada compra comprobada, hasta {cap} en total, del {opens} al {closes}.',
  'partners.sentence.volunteering':
    '{partner} promete {units} por cada hora de voluntariado comprobada, hasta {cap} en total, del {opens} al {closes}.',
  'partners.sentence.for.mention':
    '{partner} promete {units} por cada mensaje corto comprobado, hasta {cap} en total, del {opens} al {closes}.',
  'partners.sentence.for.share':
    '{partner} promete {units} por cada mensaje compartido comprobado, hasta {cap} en total, del {opens} al {closes}.',
  'partners.sentence.for.illustration':
    '{partner} promete {units} por cada dibujo comprobado, hasta {cap} en total, del {opens} al {closes}.',
  'partners.sentence.for.featured':
    '{partner} promete {units} por cada entrada elegida por la campaña, hasta {cap} en total, del {opens} al {closes}.',
  'partners.sentence.for.referral':
    '{partner} promete {units} más cuando se llega por la entrada de otro, hasta {cap} en total, del {opens} al {closes}.',
  'partners.rate': 'Donación por acto',
  'partners.cap': 'Tope',
  'partners.minimum': 'Mínimo garantizado',
  'partners.window': 'Período',
  'partners.windowText': 'del {opens} al {closes}, hora de París',
  'partners.granted': 'Ya conseguido',
  'partners.remaining': 'Queda por conseguir',
  'partners.terms': 'Condiciones',
  'partners.termsVersion': 'versión {n}',
  'partners.atCap': 'En el tope',
  'partners.atCapText': 'Un acto más se cuenta y se muestra, pero ya no da lugar a donación de {partner}.',
  'partners.money': '{units}, es decir, {money}',
  'partners.unit': 'Lo que vale una unidad',
  'partners.unitNone': 'No se ha publicado ningún equivalente en dinero para esta unidad.',
  'partners.estimate': 'Las sumas de esta página se calculan con ese equivalente.',
  'partners.charter': 'El acuerdo de la asociación',
  'partners.charterText': 'La carta de la colaboración la firmó {name} el {date}.',
  'partners.charterNone': 'La carta de la colaboración aún no está firmada.',
  'partners.tax': '¿Y los impuestos?',
  'partners.taxText': 'La donación es del socio: participar no te da derecho a ninguna deducción.',
  'partners.unknown': 'Lo que aquí no se declara',
  'partners.unknownText':
    'El operador no ha publicado los gastos de la campaña, la fecha de pago ni el tratamiento fiscal de la donación en cada socio.',
  'partners.who': 'Quién es quién',
  'role.charity': 'asociación',
  'role.partner': 'socio',
  'role.agency': 'agencia',
  'role.retailer': 'comercio',
  'role.operator': 'operador',

  'api.title': 'API abierta',
  'api.lead':
    'Todo lo que muestra la página también se lee por programa, sin clave y sin cuenta, salvo que se indique lo contrario.',
  'api.document': 'El documento OpenAPI',
  'api.parameters': 'Parámetros',
  'api.answers': 'Respuestas',
  'api.required': 'obligatorio',
  'embed.see': 'Que cuente una entrada',
  'embed.capped': 'Topes alcanzados: una entrada ya no da lugar a donación.',
  'badge.soon': 'pronto',
  'badge.capped': 'tope alcanzado',
  'picture.announced': 'Se abre el {date}',
  'picture.over': 'campaña terminada',
  'picture.capped': 'topes alcanzados',
  'picture.alt': '{title}: {units} para {charity}',
  'embed.partners': 'Prometido por {partners}',
} as const satisfies Readonly<Partial<Record<MessageKey, string>>>;
