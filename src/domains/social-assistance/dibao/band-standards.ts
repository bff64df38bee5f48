/** The standards that a place sets to pay 低保 by bands: keys, names, units. */
export type UrbanRural = 'urban' | 'rural';
export const MOST_BANDS = 6;
export const LETTER = { urban: 'U', rural: 'R' } as const satisfies Record<UrbanRural, string>;
export const NAMES = { urban: '城市低保', rural: '农村低保' } as const satisfies Record<UrbanRural, string>;
export const sides = ['urban', 'rural'] as const;

export const countKey = (of: UrbanRural): string => `DB-BANDS-${LETTER[of]}`;
export const amountKey = (of: UrbanRural, no: number): string => `DB-BAND-${LETTER[of]}-${no}`;
export const shareKey = (of: UrbanRural, no: number): string => `${amountKey(of, no)}-TO`;
const numbers = Array.from({ length: MOST_BANDS }, (_, i) => i + 1);

/** Names and units of the standards that a place sets to pay by bands. */
const bandStandards: readonly { readonly key: string; readonly name: string; readonly unit: string }[] = sides.flatMap((of) => [
  { key: countKey(of), name: `${NAMES[of]}分档发放：档数（0为按补差）`, unit: 'bands' },
  ...numbers.flatMap((no) => [
    { key: shareKey(of, no), name: `${NAMES[of]}第${no}档：人均收入低于标准的比例`, unit: 'ratio' },
    { key: amountKey(of, no), name: `${NAMES[of]}第${no}档：每人每月金额`, unit: 'fen/person/month' },
  ]),
]);
export const bandNames: Readonly<Record<string, string>> = Object.fromEntries(bandStandards.map(({ key, name }) => [key, name]));
export const bandUnits: Readonly<Record<string, string>> = Object.fromEntries(bandStandards.map(({ key, unit }) => [key, unit]));
