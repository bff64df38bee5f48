/** 地名规则审查 N1–N9 (divisions.md 5.1; 地名管理条例, Order 753, art. 9, 10). Pure: what a proposed name may not be, and what a person must judge. */
import type { Category } from './terms.ts';

/** refuse: it cannot be approved; reason: only with a written reason; warn: to be looked at. */
export type Verdict = 'refuse' | 'reason' | 'warn';

export interface Finding {
  readonly code: 'N1' | 'N2' | 'N3' | 'N4' | 'N5' | 'N6' | 'N7' | 'N8' | 'N9';
  readonly verdict: Verdict;
  readonly zh: string;
}

export interface OtherName {
  readonly name: string;
  /** 咸安区浮山街道 */
  readonly where: string;
}

/** 通名: of one class, with the size that it fits where it has one. */
export interface Generic {
  readonly generic: string;
  readonly measure: 'width' | 'area' | null;
  readonly least: number | null;
  readonly most: number | null;
}

export type WordList = 'leader' | 'foreign' | 'brand' | 'odd';
/** 专名是不是人名. unlinked: of nobody who has to do with the place (MCA Order 71, art. 4). */
export const personNames = { none: '不是', linked: '是，和这个地方有关的人', unlinked: '是，只是用字相同' } as const;
export type PersonName = keyof typeof personNames;

export interface NameFacts {
  readonly category: Category;
  readonly specific: string;
  readonly generic: string;
  readonly person: PersonName;
  readonly widthMetres: number | null;
  readonly areaMetres: number | null;
  readonly generics: readonly Generic[];
  readonly words: readonly { readonly list: WordList; readonly word: string }[];
  /** Characters that are not known to be common ones. */
  readonly rare: readonly string[];
  /** Where names may not be equal: 咸安区内, or the whole city where more is not known. */
  readonly scopeZh: string;
  /** Of the same class in that scope: the same name, the same specific part, the same sound. */
  readonly equal: readonly OtherName[];
  readonly sameSpecific: readonly OtherName[];
  readonly homophones: readonly OtherName[];
  /** Other counties and townships whose name it bears, although it does not stand there. */
  readonly elsewhere: readonly string[];
  /** The protected name that it would take the place of. */
  readonly renames: { readonly name: string; readonly plan: string } | null;
}

/** Classes of which the law demands that no two are called the same (art. 9 (7), (8)). */
const singular: readonly Category[] = ['division', 'committee', 'street', 'building'];

const said = (others: readonly OtherName[]): string =>
  `${others
    .slice(0, 3)
    .map(({ name, where }) => `${where}“${name}”`)
    .join('、')}${others.length > 3 ? `等${others.length}处` : ''}`;
const metres = { width: '宽', area: '占地' } as const;
const unit = { width: '米', area: '平方米' } as const;

function shape({ specific, generic, generics }: NameFacts): Finding[] {
  const refuse = (zh: string): Finding => ({ code: 'N1', verdict: 'refuse', zh });
  if (specific === '' || generic === '') return [refuse('地名由专名和通名两部分组成，缺一部分（地名管理条例第九条）。')];
  if (!generics.some((g) => g.generic === generic))
    return [refuse(`这一类地名不能用“${generic}”作通名，可以用：${generics.map((g) => g.generic).join('、')}。`)];
  if ([...(specific + generic)].length > 20) return [refuse('地名不超过20个字。')];
  return [];
}

const wordsIn = ({ words, specific }: NameFacts, list: WordList): string[] =>
  words.filter((w) => w.list === list && specific.includes(w.word)).map((w) => w.word);

function content(facts: NameFacts): Finding[] {
  const [leaders, foreign, brands, odd] = (['leader', 'foreign', 'brand', 'odd'] as const).map((list) =>
    wordsIn(facts, list),
  ) as [string[], string[], string[], string[]];
  const findings: Finding[] = [];
  if (facts.rare.length > 0)
    findings.push({
      code: 'N2',
      verdict: 'warn',
      zh: `生僻字“${facts.rare.join('')}”，请对照《通用规范汉字表》核对（地名管理条例第九条第三项）。`,
    });
  if (leaders.length > 0)
    findings.push({ code: 'N3', verdict: 'refuse', zh: '不得用国家领导人的名字作地名（地名管理条例第九条第四项）。' });
  if (foreign.length > 0)
    findings.push({
      code: 'N3',
      verdict: 'refuse',
      zh: `“${foreign[0]}”是外国的人名、地名，不得用作地名（地名管理条例第九条第五项）。`,
    });
  if (brands.length > 0)
    findings.push({
      code: 'N3',
      verdict: 'refuse',
      zh: `“${brands[0]}”是企业名或者商标，不得用作地名（地名管理条例第九条第六项）。`,
    });
  if (facts.person === 'linked')
    findings.push({ code: 'N3', verdict: 'reason', zh: '一般不以人名作地名，确有必要的写明理由（地名管理条例第九条第四项）。' });
  if (facts.person === 'unlinked')
    findings.push({
      code: 'N3',
      verdict: 'warn',
      zh: '专名与人名用字相同、没有特定联系的，不算以人名作地名，请核实（地名管理条例实施办法）。',
    });
  if (odd.length > 0) findings.push({ code: 'N9', verdict: 'warn', zh: `“${odd[0]}”可能属于“大、洋、怪”，请审慎把握。` });
  return findings;
}

function others(facts: NameFacts): Finding[] {
  const { category, scopeZh, equal, sameSpecific, homophones } = facts;
  const law = '（地名管理条例第九条）';
  const findings: Finding[] = [];
  if (equal.length > 0)
    findings.push(
      singular.includes(category)
        ? { code: 'N4', verdict: 'refuse', zh: `${scopeZh}已有${said(equal)}，不得重名${law}。` }
        : { code: 'N4', verdict: 'warn', zh: `${scopeZh}已有同名的${said(equal)}，请注意区分。` },
    );
  if (sameSpecific.length > 0)
    findings.push({
      code: 'N4',
      verdict: 'reason',
      zh: `${scopeZh}已有专名相同的${said(sameSpecific)}，容易混淆，仍要用的写明理由${law}。`,
    });
  if (homophones.length > 0)
    findings.push({
      code: 'N5',
      verdict: singular.includes(category) ? 'reason' : 'warn',
      zh: `${scopeZh}已有读音相同的${said(homophones)}，应当避免同音，仍要用的写明理由${law}。`,
    });
  return findings;
}

/** N7: a protected name goes only where it was said before how it is kept alive. */
export const withoutPlan = (renames: NameFacts['renames']): Finding[] =>
  renames && renames.plan === ''
    ? [{ code: 'N7', verdict: 'refuse', zh: `“${renames.name}”已列入保护名录，须先制定保护措施（地名管理条例第二十五条）。` }]
    : [];

function suits(facts: NameFacts): Finding[] {
  const { category, generic, generics, elsewhere, renames } = facts;
  const findings: Finding[] = [];
  if (category === 'facility' && elsewhere.length > 0)
    findings.push({
      code: 'N6',
      verdict: 'warn',
      zh: `设施不在${elsewhere[0]}，名称应当与所在地的地名一致（地名管理条例第九条第十项）。`,
    });
  findings.push(...withoutPlan(renames));
  const known = generics.find((g) => g.generic === generic);
  const size = known?.measure === 'width' ? facts.widthMetres : known?.measure === 'area' ? facts.areaMetres : null;
  if (known?.measure && size !== null) {
    const { measure, least, most } = known;
    const fitting = [least !== null && `${least}${unit[measure]}以上`, most !== null && `${most}${unit[measure]}以下`].filter(
      Boolean,
    );
    if ((least !== null && size < least) || (most !== null && size > most))
      findings.push({
        code: 'N8',
        verdict: 'warn',
        zh: `“${generic}”一般${metres[measure]}${fitting.join('、')}，这里${metres[measure]}${size}${unit[measure]}，名称应当与规模相称（地名管理条例第九条第二项）。`,
      });
  }
  return findings;
}

const order: readonly Verdict[] = ['refuse', 'reason', 'warn'];

/** Everything that is to be said of a proposed name, the gravest first. */
export const checkName = (facts: NameFacts): Finding[] =>
  [...shape(facts), ...content(facts), ...others(facts), ...suits(facts)].sort(
    (a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || (a.code < b.code ? -1 : 1),
  );

export const isRefused = (findings: readonly Finding[]): boolean => findings.some(({ verdict }) => verdict === 'refuse');
export const needsReason = (findings: readonly Finding[]): boolean => findings.some(({ verdict }) => verdict === 'reason');
