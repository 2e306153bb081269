import type { frPurchase } from './fr-purchase.ts';

/** Purchases, and what a receipt gave. */
export const esPurchase: Readonly<Record<keyof typeof frPurchase, string>> = {
  'footer.purchases': 'Las compras, y mi tique',
  'purchases.title': 'Las compras',
  'purchases.lead':
    'Lo que hay que comprar, lo que las compras han conseguido día a día, y lo que ha dado tu tique de caja.',
  'purchases.what': 'Lo que cuenta',
  'purchases.full': 'Las promesas se han agotado: una compra sigue contando, pero ya no da lugar a donación.',
  'purchases.sum':
    '{n, plural, one {# donación por una compra} many {# de donaciones por compras} other {# donaciones por compras}}: {units}',
  'purchases.check': '¿Ha contado mi tique?',
  'purchases.checkText':
    'Las tiendas nos envían sus tiques, casi siempre por la noche. No guardamos ni nombre ni tarjeta de cliente: solo una huella del número, que nadie puede volver a leer. Guarda tu tique: solo él lleva a lo que ha dado.',
  'purchases.retailer': 'Comercio',
  'purchases.number': 'Número del tique, tal como está impreso',
  'purchases.look': 'Mirar',
  'purchases.numberMissing': 'Falta el número del tique.',
  'purchases.numberLong': 'Este número es demasiado largo: 200 caracteres como mucho.',
  'purchases.unknown':
    'Este tique no ha dado lugar a nada, o todavía no ha llegado. Los tiques de un día suelen llegar la noche siguiente.',
  'purchases.counted': 'Este tique del {day} ha dado {units}.',
  'purchases.none':
    'Este tique del {day} cuenta, pero no ha dado nada más: las promesas se habían agotado, o se devolvió todo.',
  'purchases.pooled':
    'Las compras de esta tienda se suman a lo largo del día: el tique que completa la cuenta da lugar a la donación.',
  'purchases.returned': 'Se han devuelto productos; vuelven a las promesas: {units}.',
  'purchases.act': 'Donación n.º {n}: {units}, asiento {leaf}',
  'purchases.due': 'se debe a partir del {date}, si no se devuelve nada',
  'purchases.proof': 'La prueba',
  'purchases.days': 'Día a día',
  'purchases.daysNone': 'Todavía no se ha enviado ninguna compra.',
  'purchases.day': 'Día',
  'purchases.baskets': 'Tiques',
  'purchases.acts': 'Donaciones',
  'purchases.units': 'Dado',
  'purchases.privacy': 'Las cifras públicas son por día y por comercio, nunca por tique.',
};
