/** The language of the interface. What documents and the ledger say is never translated. */
import records from './records.en.json';
import shared from './en.json';
import tools from './tools.en.json';

/** Messages of the shell and of what screens share, of the records' screens, and of the tools' screens. */
const en = { ...shared, ...records, ...tools };

export type Key = keyof typeof en;
export type Language = 'en' | 'ar';

const KEY = 'truce.language';
const chosen = $state<{ language: Language; texts: Record<string, string> }>({ language: 'en', texts: en });

export const language = {
  get code(): Language {
    return chosen.language;
  },
  get direction(): 'ltr' | 'rtl' {
    return chosen.language === 'ar' ? 'rtl' : 'ltr';
  },
};

async function arabic(): Promise<Record<string, string>> {
  const parts = await Promise.all([import('./ar.json'), import('./records.ar.json'), import('./tools.ar.json')]);
  return Object.assign({}, ...parts.map((part) => part.default)) as Record<string, string>;
}

export async function setLanguage(code: Language): Promise<void> {
  const texts: Record<string, string> = code === 'ar' ? await arabic() : en;
  chosen.texts = texts;
  chosen.language = code;
  localStorage.setItem(KEY, code);
  document.documentElement.lang = code;
  document.documentElement.dir = language.direction;
}

export async function startLanguage(): Promise<void> {
  const kept = localStorage.getItem(KEY);
  const wanted = kept ?? (navigator.language.startsWith('ar') ? 'ar' : 'en');
  await setLanguage(wanted === 'ar' ? 'ar' : 'en');
}

type Values = Record<string, string | number>;

function filled(text: string, values?: Values): string {
  // In a text from right to left, a date or a name put in must not turn round with what stands before it.
  const [open, close] = chosen.language === 'ar' ? ['\u2068', '\u2069'] : ['', ''];
  return values ? text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? `${open}${values[name]}${close}` : whole)) : text;
}

/** Returns a message in the language of the interface. */
export function t(key: Key, values?: Values): string {
  return filled(chosen.texts[key] ?? en[key] ?? key, values);
}

/** Returns a message that depends on a count: `KEY.one`, `KEY.other` and what else the language has. */
export function counted(key: string, count: number, values: Values = {}): string {
  const form = new Intl.PluralRules(chosen.language).select(count);
  const text = chosen.texts[`${key}.${form}`] ?? chosen.texts[`${key}.other`] ?? key;
  return filled(text, { n: number(count), ...values });
}

/** Returns the interface's word for a word of the record (an act, a stance, a stage), else the word itself. */
export function word(group: string, value: string | null | undefined): string {
  if (!value) return '';
  return chosen.texts[`${group}.${value}`] ?? value.replaceAll('-', ' ');
}

/** What stands between the things of a list, as the language writes it: a comma or a semicolon with a space. */
export function between(sign: ',' | ';'): string {
  const signs = { ',': '،', ';': '؛' };
  return `${chosen.language === 'ar' ? signs[sign] : sign} `;
}

/** Writes a number; always with the digits 0 to 9, as the record has them. */
export function number(value: number, digits = 0): string {
  const locale = chosen.language === 'ar' ? 'ar-u-nu-latn' : 'en-GB';
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
}
