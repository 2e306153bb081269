/** What a column holds. `time`: RFC 3339 in UTC; `day`: YYYY-MM-DD; `whole`: a whole number. */
export type ColumnType = 'text' | 'whole' | 'number' | 'flag' | 'time' | 'day';
export type DataColumn = {
  readonly name: string;
  readonly type: ColumnType;
  readonly fr: string;
  readonly en: string;
};
export type DataRow = Readonly<Record<string, string | number | boolean | null>>;

const column = (name: string, type: ColumnType, fr: string, en: string): DataColumn => ({
  name,
  type,
  fr,
  en,
});
const pledge = column('pledge', 'text', 'nom de la promesse', 'name of the promise');
const partner = column('partner', 'text', 'partenaire (son nom court)', 'partner (its slug)');
const units = column('units', 'whole', 'unités', 'units');
const amount = column(
  'amount',
  'whole',
  'montant en centièmes de la monnaie, ou en unités si la monnaie est vide',
  'amount in hundredths of the currency, or in units where the currency is empty',
);
const currency = column('currency', 'text', 'monnaie (ISO 4217)', 'currency (ISO 4217)');
const tax = column(
  'tax',
  'text',
  'gift (mécénat), marketing (parrainage) ou unstated (non déclaré)',
  'gift, marketing (sponsorship) or unstated',
);

/** Every public data set with its columns, in the order in which they are written. */
export const dictionary = {
  campaign: [
    column('slug', 'text', 'nom court', 'slug'),
    column('title', 'text', 'titre en français', 'title in French'),
    column('charity', 'text', 'association (son nom court)', 'charity (its slug)'),
    column('operator', 'text', 'opérateur (son nom court)', 'operator (its slug)'),
    column('state', 'text', 'announced, open, closed ou settled', 'announced, open, closed or settled'),
    column('opens', 'time', 'ouverture', 'opening'),
    column('closes', 'time', 'fin', 'end'),
    column('unit', 'text', 'unité', 'unit'),
    column('unit_value', 'number', 'valeur d’une unité', 'value of one unit'),
    currency,
    column('unit_source', 'text', 'source de cette valeur', 'source of that value'),
    column('unit_as_of', 'day', 'date de cette valeur', 'date of that value'),
    column('granted', 'whole', 'unités accordées', 'units granted'),
    column('settled', 'whole', 'unités réglées', 'units settled'),
    column('delivered', 'whole', 'unités remises', 'units delivered'),
    column(
      'remaining',
      'whole',
      'unités promises et pas encore accordées',
      'units promised and not yet granted',
    ),
    column('log_entries', 'whole', 'entrées du journal comptées ici', 'entries of the log counted here'),
    column('log_size', 'whole', 'entrées du point de contrôle publié', 'entries of the published checkpoint'),
    column('log_root', 'text', 'sa racine, en base 64', 'its root, in base 64'),
  ],
  organisations: [
    column('slug', 'text', 'nom court', 'slug'),
    column(
      'kind',
      'text',
      'charity, partner, agency, retailer, operator',
      'charity, partner, agency, retailer, operator',
    ),
    column('name', 'text', 'nom', 'name'),
    column('legal_name', 'text', 'dénomination officielle', 'legal name'),
    column('registration', 'text', 'numéro d’immatriculation', 'number in a public register'),
    column('url', 'text', 'site', 'web site'),
  ],
  promises: [
    pledge,
    partner,
    column('mechanic', 'text', 'relay, purchase ou volunteering', 'relay, purchase or volunteering'),
    column(
      'for',
      'text',
      'pour un relais : post, mention, share, illustration, featured, referral',
      'of relays: post, mention, share, illustration, featured, referral',
    ),
    tax,
    column('relief', 'flag', 'le partenaire demande une réduction d’impôt', 'the partner claims tax relief'),
    column(
      'net_cost',
      'number',
      'coût net d’une unité pour le partenaire',
      'net cost of one unit to the partner',
    ),
    column('promised', 'whole', 'plafond, en unités', 'cap, in units'),
    column('minimum', 'whole', 'minimum garanti, en unités', 'guaranteed minimum, in units'),
    column('granted', 'whole', 'unités accordées', 'units granted'),
    column('settled', 'whole', 'unités réglées', 'units settled'),
    column('delivered', 'whole', 'unités remises', 'units delivered'),
  ],
  terms: [
    pledge,
    column('version', 'whole', 'version des conditions', 'version of the terms'),
    column('per_act', 'whole', 'unités par acte', 'units per act'),
    column('cap', 'whole', 'plafond', 'cap'),
    column('minimum', 'whole', 'minimum garanti', 'guaranteed minimum'),
    column('opens', 'time', 'ouverture', 'opening'),
    column('closes', 'time', 'fin', 'end'),
    column('valid_from', 'time', 'en vigueur à partir de', 'in force from'),
  ],
  relays: [
    column('number', 'whole', 'rang dans l’ordre du comptage', 'place in the order of counting'),
    column('counted_at', 'time', 'compté le', 'counted at'),
    column('source', 'text', 'adresse du billet ; vide si effacé', 'address of the post; empty once erased'),
    column('title', 'text', 'titre du billet', 'title of the post'),
    column('author', 'text', 'auteur, tel que le billet le dit', 'author, as the post says'),
    column('site', 'text', 'site', 'site'),
    units,
    column('log_index', 'whole', 'son entrée du journal public', 'its entry of the public log'),
  ],
  purchases: [
    column('retailer', 'text', 'enseigne', 'retailer'),
    column('day', 'day', 'jour, à l’heure des magasins', 'day, in the shops’ time'),
    column('baskets', 'whole', 'tickets', 'receipts'),
    column('acts', 'whole', 'actes', 'acts'),
    units,
  ],
  periods: [
    partner,
    column('number', 'whole', 'numéro du relevé', 'number of the statement'),
    column('through', 'time', 'arrêté à', 'closed through'),
    column('final', 'flag', 'minimum garanti appliqué', 'guaranteed minimum applied'),
    column('log_size', 'whole', 'entrées du journal comptées', 'entries of the log counted'),
    column('payable_by', 'time', 'à payer avant', 'to be paid by'),
    pledge,
    tax,
    column('flat', 'flag', 'don forfaitaire', 'flat gift'),
    units,
    amount,
    currency,
  ],
  payments: [
    partner,
    tax,
    amount,
    currency,
    column('received_on', 'day', 'reçu par l’association le', 'received by the charity on'),
  ],
  deliveries: [
    units,
    column('what', 'text', 'quoi', 'what'),
    column('place', 'text', 'où', 'where'),
    column('on', 'day', 'quand', 'when'),
    column('document', 'text', 'document public', 'public document'),
  ],
} as const satisfies Readonly<Record<string, readonly DataColumn[]>>;

export type DataSet = keyof typeof dictionary;
export const dataSets = Object.keys(dictionary) as readonly DataSet[];
