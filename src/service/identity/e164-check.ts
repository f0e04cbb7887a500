import metadata from "libphonenumber-js/metadata.max.json";
import * as z from "zod/mini";

/** Where libphonenumber keeps what of a country: https://gitlab.com/catamphetamine/libphonenumber-js/-/blob/master/source/metadata.js */
const places = { pattern: 2, lengths: 3, prefix: 5, prefixForParsing: 7, leadingDigits: 10, kinds: 11 } as const;
const textOrNone = z.union([z.string(), z.literal(0)]);
const lengthsOfAll = z.array(z.int());
const kindsOfAll = z.array(z.union([z.literal(0), z.tuple([z.string()]), z.tuple([z.string(), lengthsOfAll])]));

interface Country {
  readonly isNumber: RegExp;
  readonly leadingDigits: RegExp | null;
  readonly kinds: readonly { readonly isNumber: RegExp; readonly lengths: readonly number[] }[];
}

interface Plan {
  /** What is dialled before a number inside the country: what begins like it may be a number written with it. */
  readonly prefix: RegExp | null;
  readonly countries: readonly Country[];
}

/**
 * Says of a number in plain E.164 that libphonenumber finds it valid and writes it as it is; false where only libphonenumber can say.
 * Nearly every number comes in this form, and this takes a tenth of the time.
 */
export function createE164Check(): (number: string) => boolean {
  const plans = new Map<string, Plan>();
  const names = new Map(Object.entries(metadata.country_calling_codes));

  function planOf(callingCode: string): Plan | null {
    const known = plans.get(callingCode);
    if (known) return known;
    const countries = names.get(callingCode)?.map((name) => partsOf(name));
    const [main] = countries ?? [];
    if (!countries || !main) return null;
    const prefix = textOf(main[places.prefixForParsing]) ?? textOf(main[places.prefix]);
    const plan = { prefix: prefix === null ? null : new RegExp(`^(?:${prefix})`), countries: countries.map(toCountry) };
    plans.set(callingCode, plan);
    return plan;
  }

  return (number) => {
    if (!/^\+[1-9]\d{6,14}$/.test(number)) return false;
    for (const length of [1, 2, 3]) {
      const plan = planOf(number.slice(1, 1 + length));
      if (plan) return isValid(plan, number.slice(1 + length));
    }
    return false;
  };
}

function isValid({ prefix, countries }: Plan, national: string): boolean {
  if (prefix?.test(national)) return false;
  const [only, ...more] = countries;
  const its =
    more.length === 0
      ? only
      : countries.find((one) => (one.leadingDigits ? one.leadingDigits.test(national) : isKnownKind(one, national)));
  return its !== undefined && isKnownKind(its, national);
}

function isKnownKind({ isNumber, kinds }: Country, national: string): boolean {
  return (
    isNumber.test(national) &&
    kinds.some((kind) => kind.lengths.includes(national.length) && kind.isNumber.test(national))
  );
}

const partsOf = (name: string): readonly unknown[] => {
  const found = Object.entries(metadata.countries).find(([country]) => country === name);
  return z.array(z.unknown()).parse(found?.[1]);
};

function toCountry(parts: readonly unknown[]): Country {
  const lengths = lengthsOfAll.parse(parts[places.lengths]);
  const leadingDigits = textOf(parts[places.leadingDigits]);
  return {
    isNumber: whole(textOf(parts[places.pattern]) ?? ""),
    leadingDigits: leadingDigits === null ? null : new RegExp(`^(?:${leadingDigits})`),
    kinds: kindsOfAll.parse(parts[places.kinds]).flatMap((kind) => {
      if (!kind) return [];
      const [pattern, own] = kind;
      return pattern === "" ? [] : [{ isNumber: whole(pattern), lengths: own ?? lengths }];
    }),
  };
}

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const textOf = (part: unknown): string | null => textOrNone.parse(part) || null;
