/** GTIN-8, -12, -13 or -14 with its check digit (GS1 General Specifications §7.9). */
export function isGtin(digits: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(digits)) return false;
  let sum = 0;
  for (let index = digits.length - 1, weight = 1; index >= 0; index--, weight = 4 - weight)
    sum += (digits.charCodeAt(index) - 48) * weight;
  return sum % 10 === 0;
}

/** A GTIN in 14 digits, as databases compare them; null for what is none. A till may leave leading zeros out. */
export function normaliseGtin(digits: string): string | null {
  return isGtin(digits) ? digits.padStart(14, '0') : null;
}
