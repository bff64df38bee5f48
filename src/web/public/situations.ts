/**
 * 您遇到了什么事？ The ways in, in the words of people, not of offices. A service belongs to a situation by the words its own data names,
 * or, where nobody has named any, by its subject.
 */
export interface Situation {
  readonly key: string;
  /** One character that stands for it. */
  readonly glyph: string;
  readonly title: string;
  readonly says: string;
  /** Whatever in a service's own situations or keywords belongs here. */
  readonly words: readonly string[];
  readonly subjects: readonly string[];
}

export const situations: readonly Situation[] = [
  {
    key: 'hardship',
    glyph: '难',
    title: '家里困难',
    says: '收入低，吃饭、看病、上学缺钱',
    words: ['困难', '低保', '低收入'],
    subjects: ['social-assistance', 'rescue'],
  },
  {
    key: 'elderly',
    glyph: '老',
    title: '家有老人',
    says: '补贴、助餐、照料、养老院',
    words: ['老人', '养老'],
    subjects: ['elderly-care', 'elderly-care-institutions'],
  },
  {
    key: 'children',
    glyph: '幼',
    title: '孩子的事',
    says: '孤儿、留守、困境儿童，收养',
    words: ['孩子', '儿童', '收养'],
    subjects: ['child-welfare'],
  },
  {
    key: 'disability',
    glyph: '助',
    title: '身有残疾',
    says: '两项补贴、辅助器具、康复',
    words: ['残疾'],
    subjects: ['disability'],
  },
  { key: 'illness', glyph: '病', title: '家人生病', says: '大病花费多，一时周转不开', words: ['病', '医'], subjects: [] },
  {
    key: 'marriage',
    glyph: '婚',
    title: '结婚离婚',
    says: '登记、预约、补领证件',
    words: ['结婚', '离婚', '婚姻'],
    subjects: ['marriage'],
  },
  {
    key: 'death',
    glyph: '逝',
    title: '亲人去世',
    says: '接运、火化、安葬、费用减免',
    words: ['去世', '殡葬', '丧'],
    subjects: ['funeral'],
  },
  {
    key: 'disaster',
    glyph: '灾',
    title: '遇到灾害',
    says: '转移安置、生活救助、房屋重建',
    words: ['灾'],
    subjects: ['disaster-relief'],
  },
  {
    key: 'volunteering',
    glyph: '善',
    title: '做好事',
    says: '做志愿者、捐款捐物',
    words: ['志愿', '慈善', '捐'],
    subjects: ['charity-volunteering'],
  },
  {
    key: 'community',
    glyph: '邻',
    title: '村里社区的事',
    says: '开证明、提意见、借场地',
    words: ['证明', '社区'],
    subjects: ['community', 'double-support', 'left-behind-care'],
  },
  {
    key: 'organisation',
    glyph: '社',
    title: '办社会组织',
    says: '社团、民非、基金会登记',
    words: ['社会组织', '社团'],
    subjects: ['social-organisations'],
  },
];

export const findSituation = (key: string): Situation | undefined => situations.find((s) => s.key === key);

/** The services of a situation, those named by their own words first. */
export function servicesOf<T extends { situations: readonly string[]; keywords: readonly string[]; domain: string }>(
  situation: Situation,
  items: readonly T[],
): T[] {
  const named = (item: T) =>
    [...item.situations, ...item.keywords].some((text) => situation.words.some((word) => text.includes(word)));
  const bySubject = (item: T) => situation.subjects.includes(item.domain);
  return [...items.filter(named), ...items.filter((item) => !named(item) && bySubject(item))];
}
