import type { frBook } from './fr-book.ts';

/** The account book of the campaign page. */
export const esBook: Readonly<Record<keyof typeof frBook, string>> = {
  'ways.relay': 'Escribe una entrada que lleve aquí',
  'ways.purchase': 'Compra lo que la campaña señala',
  'ways.volunteering': 'Da una hora de tu tiempo',
  'ways.spent': 'tope alcanzado',
  'true.title': '¿Es verdad?',
  'true.lead':
    'Cada donación es un asiento de un registro público, firmado, en el que nada se borra. Cualquiera puede releerlo, volver a contarlo todo y comparar.',
  'true.log': 'Leer el registro público',
  'true.results': 'Ver los resultados día a día',
  'true.data': 'Llevarse los datos y volver a contar',
};
