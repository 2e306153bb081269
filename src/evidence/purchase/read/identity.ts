/** Parts of field names that mean a person, in French and English, without accents. */
const long = [
  ...['email', 'mail', 'courriel', 'phone', 'telephone', 'mobile', 'portable', 'prenom', 'surname'],
  ...['firstname', 'lastname', 'fullname', 'loyalty', 'fidelite', 'customer', 'client', 'member', 'adherent'],
  ...[
    'address',
    'adresse',
    'birth',
    'naissance',
    'iban',
    'account',
    'compte',
    'shopper',
    'acheteur',
    'buyer',
  ],
  ...['person', 'cardholder', 'titulaire', 'gender', 'sexe', 'postcode', 'zipcode', 'codepostal', 'passport'],
  ...['device', 'cookie', 'household', 'foyer', 'biometr', 'carte', 'card', 'user', 'contact', 'signature'],
];
/** Parts that mean a person only as a word of their own: `shopname` has `name` in it, `hotel` has `tel`. */
const words = new Set(['name', 'nom', 'tel', 'pan', 'ip', 'rfid', 'nir', 'ssn', 'age', 'dob', 'sex', 'zip']);

/** Whether a field's name looks like one that says who somebody is. */
export function looksLikeIdentity(field: string): boolean {
  const plain = field.normalize('NFD').replace(/\p{M}/gu, '');
  const parts = plain
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  const whole = parts.join('');
  return long.some((one) => whole.includes(one)) || parts.some((one) => words.has(one));
}

/** What a value looks like that says who somebody is; null for anything else. */
export function identityIn(value: string): 'an e-mail address' | 'an IBAN' | 'a card number' | null {
  // Most receipts are short and have none of these signs: nothing more is looked at.
  if (value.includes('@') && /[^\s@]@[^\s@]+\.[^\s@]/.test(value)) return 'an e-mail address';
  if (value.length < 13) return null;
  if (isIban(value.replace(/[ -]/g, '').toUpperCase())) return 'an IBAN';
  const runs = value.match(
    /(?<!\d)(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}|\d{4}([ -])\d{6}\2\d{5})(?!\d)/g,
  );
  return runs?.some((run) => isCard(run.replace(/[ -]/g, ''))) ? 'a card number' : null;
}

/** ISO 13616: country, two check digits, account; the remainder by 97 is 1. */
function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  let rest = 0;
  for (const sign of text.slice(4) + text.slice(0, 4))
    for (const digit of String(Number.parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** Prefixes with lengths under which payment cards are issued (ISO/IEC 7812): a till's own numbers rarely have both. */
const issued =
  /^(?:4\d{15}|4\d{18}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d)\d{12}|35\d{14})$/;

function isCard(digits: string): boolean {
  if (!issued.test(digits)) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const twice = digit * 2;
    sum += place % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 === 0;
}
